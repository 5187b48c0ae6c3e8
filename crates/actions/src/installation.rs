//! Whether a data folder and a database belong together: both carry the number of their installation. Opens what
//! belongs together, begins a new installation where there is nothing at all, and refuses everything else before anything is
//! made or changed.

use std::{fmt::Display, fs, path::Path};

use domain::{
    ids::InstallationId,
    refusal::{Refusal, RefusalKind},
};
use store::{Store, StoreError, Unreachable};

use crate::{
    keys::{self, Keys},
    random, refusals,
};

/// How often folder and database are looked at before something that never rests is given up. Three looks do when several
/// processes begin the same installation.
const LOOKS_MAX: usize = 10;

/// What is safe after every refusal of this module.
const SAFE: &str = "什么也没有做，附件、密钥和数据库都没有动。";

/// Whether there is anything to open: a folder with something of an installation in it, or a database with tables. Makes
/// nothing.
///
/// # Errors
/// `Internal` when the folder cannot be read or the database does not answer.
pub async fn is_begun(data: &Path, database_url: &str) -> Result<bool, Refusal> {
    Ok(Folder::look(data)? != Folder::default() || is_made(database_url).await?)
}

async fn is_made(database_url: &str) -> Result<bool, Refusal> {
    Store::is_made(database_url).await.map_err(unopened)
}

/// A database that cannot be opened, told so that whoever wrote its address can mend it.
fn unopened(error: StoreError) -> Refusal {
    let (what, next) = match error.unreachable() {
        None => return refusals::store(error),
        Some(Unreachable::Address) => (
            "数据库地址的写法不对。",
            "请写成 postgres://用户:密码@主机:端口/库名；不写 --database-url，则用数据目录里的 SQLite。",
        ),
        Some(Unreachable::Server) => {
            ("连不上数据库：这个地址没有应答。", "请核对地址里的主机和端口，确认数据库已经启动，再试一次。")
        }
        Some(Unreachable::Credentials) => {
            ("数据库不接受这个用户名或密码。", "请核对数据库地址里的用户名和密码，以及数据库允许谁登录。")
        }
        Some(Unreachable::Missing) => {
            ("数据库服务器上没有这个库。", "请核对数据库地址最后的库名，或先在服务器上建立它。")
        }
    };
    Refusal::new(RefusalKind::Conflict, "installation.database", what, SAFE, next)
}

/// Opens the database and the keys of a data folder.
pub(crate) async fn open(data: &Path, database_url: &str) -> Result<(Store, Keys), Refusal> {
    let is_bare = Folder::look(data)? == Folder::default();
    // Asked also where the folder is bare: opening tries for long where nobody answers.
    if !is_made(database_url).await? && !is_bare {
        return Err(Mismatch::DatabaseEmpty.refusal(data));
    }
    let store = Store::open(database_url).await.map_err(unopened)?;
    bring_together(data, &store).await?;
    let keys = Keys::open(data)?;
    let mut tx = store.read().await.map_err(refusals::store)?;
    let sealed = store::people::any_sealed(&mut tx).await.map_err(refusals::store)?;
    tx.end().await.map_err(refusals::store)?;
    if sealed.is_some_and(|(person, sealed)| keys.unseal(person, &sealed).is_none()) {
        return Err(Mismatch::KeyWrong.refusal(data));
    }
    Ok((store, keys))
}

/// Begins or goes on beginning where nothing was done yet, until folder and database are one whole.
async fn bring_together(data: &Path, store: &Store) -> Result<(), Refusal> {
    for _ in 0..LOOKS_MAX {
        // Between two looks at the database that say the same the folder is what belongs to them, whoever else begins.
        let (before, folder, database) =
            (Database::look(store).await?, Folder::look(data)?, Database::look(store).await?);
        if before != database {
            continue;
        }
        match judge(folder, database).map_err(|mismatch| mismatch.refusal(data))? {
            Standing::Whole => return Ok(()),
            Standing::Beginning => begin(data, store).await?,
        }
    }
    Err(refusals::internal("folder and database never rest"))
}

/// The database comes first, then its number in the folder, then the key: whatever a crash leaves can be gone on with, and
/// nothing that somebody put into the folder looks like it.
async fn begin(data: &Path, store: &Store) -> Result<(), Refusal> {
    let mine = InstallationId::from_uuid(random::unordered_uuid()?);
    let mut tx = store.begin().await.map_err(refusals::store)?;
    store::installation::begin(&mut tx, mine).await.map_err(refusals::store)?;
    // Another process may have been first.
    let id = store::installation::id(&mut tx).await.map_err(refusals::store)?.unwrap_or(mine);
    tx.commit().await.map_err(refusals::store)?;
    keys::write_once(&Folder::mark(data), &format!("{id}\n"))?;
    Keys::make(data)
}

/// What a data folder holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Folder {
    id: Option<InstallationId>,
    has_key: bool,
    has_files: bool,
}

impl Folder {
    fn look(data: &Path) -> Result<Folder, Refusal> {
        let id = match fs::read_to_string(Folder::mark(data)) {
            Ok(text) => Some(text.trim().parse().map_err(|_| Mismatch::MarkUnreadable.refusal(data))?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(refusals::internal(error)),
        };
        let has_files = has_files(&data.join("files")).map_err(refusals::internal)?;
        Ok(Folder { id, has_key: Keys::path(data).exists(), has_files })
    }

    /// Where the number lies: beside the key, so that nobody restores one without the other.
    fn mark(data: &Path) -> std::path::PathBuf {
        data.join("keys").join("installation")
    }
}

/// Whether there is a file anywhere in the folder.
fn has_files(folder: &Path) -> std::io::Result<bool> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        if !path.is_dir() || has_files(&path)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Database {
    id: Option<InstallationId>,
    is_used: bool,
}

impl Database {
    async fn look(store: &Store) -> Result<Database, Refusal> {
        let mut tx = store.read().await.map_err(refusals::store)?;
        let id = store::installation::id(&mut tx).await.map_err(refusals::store)?;
        let is_used = store::installation::is_used(&mut tx).await.map_err(refusals::store)?;
        tx.end().await.map_err(refusals::store)?;
        Ok(Database { id, is_used })
    }
}

/// How folder and database stand to each other when nothing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Whole,
    /// Nothing was done yet in the database, and nothing of anybody's is in the folder.
    Beginning,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mismatch {
    DatabaseEmpty,
    DatabaseUnknown,
    OtherInstallation { here: InstallationId, there: InstallationId },
    KeysLost,
    KeyWrong,
    MarkUnreadable,
}

fn judge(folder: Folder, database: Database) -> Result<Standing, Mismatch> {
    match (database.id, folder.id) {
        (Some(there), Some(here)) if there != here => Err(Mismatch::OtherInstallation { here, there }),
        (Some(_), Some(_)) if database.is_used && folder.has_key => Ok(Standing::Whole),
        (Some(_), _) if database.is_used => Err(Mismatch::KeysLost),
        (None, _) if database.is_used => Err(Mismatch::DatabaseUnknown),
        (Some(_), Some(_)) if !folder.has_files => {
            Ok(if folder.has_key { Standing::Whole } else { Standing::Beginning })
        }
        (_, None) if folder == Folder::default() => Ok(Standing::Beginning),
        _ => Err(Mismatch::DatabaseEmpty),
    }
}

impl Mismatch {
    fn refusal(self, data: &Path) -> Refusal {
        let data = data.display();
        let (code, what, next) = match self {
            Mismatch::DatabaseEmpty => (
                "installation.database-empty",
                format!("数据目录 {data} 里已有附件或密钥，但所用的数据库是空的，两者不是一套。"),
                "请用 --database-url 写明原来的数据库；数据库原来是这个目录里的 xueshi.db 的，请从备份恢复它；\
                 要建立一套新的，请用 --data 换一个空目录。",
            ),
            Mismatch::DatabaseUnknown => (
                "installation.database-unknown",
                "所用的数据库里已有数据，但没有安装编号，不完整。".to_owned(),
                "请核对 --database-url，或从备份恢复整个数据库。",
            ),
            Mismatch::OtherInstallation { here, there } => (
                "installation.other",
                format!(
                    "数据目录 {data} 和所用的数据库不是一套：目录的安装编号是 {}，数据库的是 {}。",
                    beginning(&here),
                    beginning(&there)
                ),
                "请核对 --data 和 --database-url；从备份恢复时，数据库、附件和密钥要来自同一套数据。",
            ),
            Mismatch::KeysLost => (
                "installation.keys-lost",
                format!(
                    "所用的数据库里已有数据，但数据目录 {data} 里没有它的密钥（keys 里的 main.key 和 installation 缺一不可）。\
                     另造一把密钥打不开已有的身份证号。"
                ),
                "请核对 --data 写的目录；目录没有写错的，请从备份恢复整个 keys 目录。",
            ),
            Mismatch::KeyWrong => (
                "installation.key-wrong",
                format!("数据目录 {data} 里的密钥 keys/main.key 打不开数据库里的身份证号，两者不是一套。"),
                "请从同一次备份中恢复 keys 目录。",
            ),
            Mismatch::MarkUnreadable => (
                "installation.mark-unreadable",
                format!("数据目录 {data} 里的 keys/installation 不是安装编号，文件被改过或已损坏。"),
                "请从备份恢复整个 keys 目录。",
            ),
        };
        Refusal::new(RefusalKind::Conflict, code, what, SAFE, next)
    }
}

/// Enough of a number to tell two apart.
fn beginning(id: &impl Display) -> String {
    id.to_string().chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use domain::ids::InstallationId;
    use uuid::Uuid;

    use super::{Database, Folder, Mismatch, Standing, judge};

    const ONE: Option<InstallationId> = Some(InstallationId::from_uuid(Uuid::from_u128(1)));
    const OTHER: Option<InstallationId> = Some(InstallationId::from_uuid(Uuid::from_u128(2)));

    /// Every folder there can be, with the number given.
    fn folders(id: Option<InstallationId>) -> [Folder; 4] {
        [(false, false), (false, true), (true, false), (true, true)].map(|(has_key, has_files)| Folder {
            id,
            has_key,
            has_files,
        })
    }

    #[test]
    fn a_used_database_opens_with_its_own_number_and_a_key_only() {
        let used = Database { id: ONE, is_used: true };
        for folder in folders(ONE) {
            let expected = if folder.has_key { Ok(Standing::Whole) } else { Err(Mismatch::KeysLost) };
            assert_eq!(judge(folder, used), expected, "{folder:?}");
        }
        for folder in folders(None) {
            assert_eq!(judge(folder, used), Err(Mismatch::KeysLost), "{folder:?}");
        }
        for folder in folders(OTHER) {
            assert!(matches!(judge(folder, used), Err(Mismatch::OtherInstallation { .. })), "{folder:?}");
        }
        for folder in [None, ONE].into_iter().flat_map(folders) {
            let unnumbered = Database { id: None, is_used: true };
            assert_eq!(judge(folder, unnumbered), Err(Mismatch::DatabaseUnknown), "{folder:?}");
        }
    }

    #[test]
    fn an_unused_database_takes_no_folder_with_somebodys_files_or_keys() {
        for id in [None, ONE] {
            let unused = Database { id, is_used: false };
            for folder in folders(None) {
                let is_bare = folder == Folder::default();
                let expected = if is_bare { Ok(Standing::Beginning) } else { Err(Mismatch::DatabaseEmpty) };
                assert_eq!(judge(folder, unused), expected, "{folder:?}");
            }
        }
        for folder in folders(OTHER) {
            assert_eq!(
                judge(folder, Database { id: None, is_used: false }),
                Err(Mismatch::DatabaseEmpty),
                "{folder:?}"
            );
            assert!(judge(folder, Database { id: ONE, is_used: false }).is_err(), "{folder:?}");
        }
    }

    #[test]
    fn a_beginning_that_was_interrupted_goes_on() {
        let unused = Database { id: ONE, is_used: false };
        let [numbered, with_files, whole, full] = folders(ONE);
        assert_eq!(judge(numbered, unused), Ok(Standing::Beginning));
        assert_eq!(judge(whole, unused), Ok(Standing::Whole));
        for folder in [with_files, full] {
            assert_eq!(judge(folder, unused), Err(Mismatch::DatabaseEmpty));
        }
    }
}
