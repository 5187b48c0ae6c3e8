//! Opening an installation: from the place on the command line to an `App`.

use std::path::Path;
use std::sync::Arc;

use actions::{App, Config, PackChoice, sessions::DemoStanding};

use domain::access::Actor;

use crate::cli::Place;
use crate::clock;
use crate::failure::Failure;
use crate::packs;

/// What commands other than `serve` and `demo` call the address: they create no links.
pub(crate) const LOCAL_ADDRESS: &str = "http://127.0.0.1:8080";

/// Who issues certificates unless the command line says otherwise.
pub(crate) const DEFAULT_ISSUER: &str = "桂林电子科技大学";

/// How an installation is to be opened, besides its place.
#[derive(Clone)]
pub(crate) struct Setting {
    /// Name of the policy pack; `None` for the one that the installation was last served with.
    pub(crate) pack: Option<String>,
    /// Address under which people reach the pages, without a trailing slash.
    pub(crate) base_url: String,
    /// Whether people elsewhere reach it, so that certificates may carry it.
    pub(crate) is_address_public: bool,
    /// The institution that issues certificates.
    pub(crate) issuer: String,
    /// Whether it is the sample university, where one may sign in as anybody.
    pub(crate) is_demo: bool,
    /// Whether what is committed must outlast a power cut.
    pub(crate) waits_for_disk: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Setting {
            pack: None,
            base_url: LOCAL_ADDRESS.to_owned(),
            is_address_public: false,
            issuer: DEFAULT_ISSUER.to_owned(),
            is_demo: false,
            waits_for_disk: true,
        }
    }
}

/// Opens the installation, creating the folder and the tables where they are missing.
pub(crate) async fn open(place: &Place, setting: Setting) -> Result<Arc<App>, Failure> {
    let library = packs::library(place)?;
    if let Some(name) = &setting.pack {
        packs::load(&library, name)?;
    }
    let app = App::open(Config {
        data: place.data.clone(),
        database_url: database_url(place),
        library,
        pack: setting.pack.map_or_else(|| PackChoice::LastOr(packs::DEFAULT.to_owned()), PackChoice::Named),
        base_url: setting.base_url,
        is_address_public: setting.is_address_public,
        issuer: setting.issuer,
        demo: setting.is_demo,
        waits_for_disk: setting.waits_for_disk,
    })
    .await?;
    Ok(app)
}

/// Opens an installation that is there already: a mistyped folder is told rather than filled with an empty one.
pub(crate) async fn open_existing(place: &Place, setting: Setting) -> Result<Arc<App>, Failure> {
    if !exists(place).await? {
        return Err(Failure::new(format!(
            "数据目录 {} 里没有学时系统的数据。没有建立任何东西。\
             请核对 --data 写的目录；第一次使用，请先用 xueshi import 导入单位和名册，或用 xueshi serve 启动。",
            place.data.display()
        )));
    }
    open(place, setting).await
}

/// Refuses the sample university: real people must not end up among invented ones.
pub(crate) async fn is_not_the_sample(app: &Arc<App>) -> Result<(), Failure> {
    if actions::sessions::demo_standing(app).await? != DemoStanding::Sample {
        return Ok(());
    }
    Err(Failure::new(
        "这个数据目录里是示例大学，不能当作正式数据使用。没有启动，也没有写入，数据没有改动。\
         请用 xueshi demo 打开它；正式使用请换一个目录，例如 --data xueshi-data。",
    ))
}

/// Has the pack that the application was opened with found again by the commands that name none.
pub(crate) async fn put_in_force(app: &Arc<App>) -> Result<(), Failure> {
    let mut act = app.write(Some(Actor::system()), clock::now(), None).await?;
    actions::policies::put_in_force(&mut act).await?;
    Ok(act.commit("/").await?)
}

/// Whether there is anything to open, whole or not. Makes nothing.
pub(crate) async fn exists(place: &Place) -> Result<bool, Failure> {
    Ok(actions::is_begun(&place.data, &database_url(place)).await?)
}

/// The address of the database: the one given, or the SQLite file in the data folder.
pub(crate) fn database_url(place: &Place) -> String {
    place.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", sqlite_path(&place.data).display()))
}

/// Where the SQLite file of a data folder is.
pub(crate) fn sqlite_path(data: &Path) -> std::path::PathBuf {
    data.join("xueshi.db")
}

#[cfg(test)]
mod tests {
    use super::{Setting, exists, open, open_existing};
    use crate::cli::Place;

    #[tokio::test]
    async fn a_mistyped_folder_is_told_and_not_made() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = Place { data: folder.path().join("no-such"), database_url: None, policies: None };
        let refused = open_existing(&place, Setting::default()).await.err().expect("refused");
        assert!(refused.to_string().contains("no-such"), "{refused}");
        assert!(!place.data.exists() && !exists(&place).await.expect("an answer"));
        open(&place, Setting::default()).await.expect("made on purpose");
        assert!(exists(&place).await.expect("an answer"));
        open_existing(&place, Setting::default()).await.expect("there now");
    }
}
