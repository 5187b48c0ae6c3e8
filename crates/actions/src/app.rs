//! The application: everything that a verb may need, opened once. Holds no state that another process would miss.

use std::{path::PathBuf, sync::Arc};

use domain::{access::Actor, clock::Instant, refusal::Refusal};
use object_store::{ObjectStore, local::LocalFileSystem};
use policy::{Library, Pack};
use store::{Store, pack_texts::PackText};

use crate::{
    Act, Once,
    certificates::CheckTally,
    exams::{Desk, Questions},
    import, installation,
    keys::Keys,
    packs::Packs,
    passwords::PasswordHashing,
    places::Places,
    refusals,
    sessions::{Faces, Porter, porter},
    uploads::Uploads,
    years::YearFigures,
};

/// How many certificates and forms may wait to be printed.
const PRINTING_WAITING_MAX: usize = 64;

/// How many may wait until everybody's year is judged: each holds a connection meanwhile.
const JUDGINGS_WAITING_MAX: usize = 2;

/// Which pack is to be in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackChoice {
    /// This one. [`policies::put_in_force`](crate::policies::put_in_force) has it found again.
    Named(String),
    /// The one that was last put in force, or this one where none ever was.
    LastOr(String),
}

/// How to open an [`App`].
pub struct Config {
    /// The data folder: keys and files live in it.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// The policy packs to choose from.
    pub library: Library,
    /// The pack in force.
    pub pack: PackChoice,
    /// Address under which people reach the pages, without a slash at the end.
    pub base_url: String,
    /// Whether people elsewhere reach that address. A certificate carries it for ever, so none is printed without.
    pub is_address_public: bool,
    /// The institution's name, as on certificates.
    pub issuer: String,
    /// Whether sample people may be signed in without a password.
    pub demo: bool,
    /// Whether what is committed must outlast a power cut. Only what is begun anew when it is not finished does without.
    pub waits_for_disk: bool,
}

/// The application, shared by everything that runs in this process.
pub struct App {
    pub(crate) store: Store,
    pub(crate) files: Arc<dyn ObjectStore>,
    pub(crate) keys: Keys,
    pub(crate) passwords: PasswordHashing,
    pub(crate) issuer: String,
    pub(crate) packs: Packs,
    /// Places for typesetting.
    pub(crate) presses: Places,
    /// The one place for judging everybody's year: twice, to try a pack out, or to keep what it comes to.
    pub(crate) judging: Places,
    /// Where spreadsheets are read.
    pub(crate) sheets: Places,
    pub(crate) uploads: Uploads,
    pub(crate) checks: CheckTally,
    /// Where beginnings and answers of examinations wait for each other.
    pub(crate) desk: Desk,
    /// Who is learning at the moment.
    pub(crate) learners: crate::learning::Desk,
    pub(crate) questions: Questions,
    /// Who is known without looking.
    pub(crate) faces: Faces,
    /// Where requests wait to be told whose they are.
    pub(crate) porter: Porter,
    pub(crate) year_figures: YearFigures,
    base_url: String,
    is_address_public: bool,
    demo: bool,
}

impl App {
    /// Opens the database (running its migrations), the files, the keys and the pack; begins a new installation where there
    /// is nothing at all.
    ///
    /// # Errors
    /// `Conflict` when data folder and database do not belong together, `Internal` when one of them cannot be opened; the
    /// cause is in the log.
    pub async fn open(config: Config) -> Result<Arc<App>, Refusal> {
        let (store, keys) = installation::open(&config.data, &config.database_url).await?;
        let folder = config.data.join("files");
        std::fs::create_dir_all(&folder).map_err(refusals::internal)?;
        let files = LocalFileSystem::new_with_prefix(&folder).map_err(refusals::internal)?;
        let files = files.with_fsync(config.waits_for_disk).with_automatic_cleanup(true);
        if !config.waits_for_disk {
            store.stop_waiting_for_disk().await.map_err(refusals::store)?;
        }
        let (pack_name, texts) = packs(&store, config.pack).await?;
        let packs = Packs::new(config.library, &pack_name, texts)?;
        Ok(Arc::new(App {
            store,
            files: Arc::new(files),
            keys,
            passwords: PasswordHashing::new()?,
            issuer: config.issuer,
            packs,
            presses: Places::one_a_core(PRINTING_WAITING_MAX),
            judging: Places::new(1, JUDGINGS_WAITING_MAX),
            sheets: Places::new(import::READING_PLACES, import::READING_WAITING_MAX),
            uploads: Uploads::new(),
            checks: CheckTally::default(),
            desk: Desk::new(),
            learners: crate::learning::Desk::default(),
            questions: Questions::default(),
            faces: Faces::default(),
            porter: porter(),
            year_figures: YearFigures::default(),
            is_address_public: config.is_address_public,
            base_url: config.base_url.trim_end_matches('/').to_owned(),
            demo: config.demo,
        }))
    }

    /// Begins reading as `actor`, or as nobody.
    ///
    /// # Errors
    /// `Internal` when the database does not answer.
    pub async fn read(self: &Arc<Self>, actor: Option<Actor>, now: Instant) -> Result<Act, Refusal> {
        Act::read(Arc::clone(self), actor, now).await
    }

    /// Begins a change as `actor`, or as nobody. A request that was committed before makes the act
    /// [repeated](Act::repeated).
    ///
    /// # Errors
    /// `Conflict` when its key was used by another person or with other content, `Internal` when the database does not answer.
    pub async fn write(
        self: &Arc<Self>,
        actor: Option<Actor>,
        now: Instant,
        once: Option<&Once>,
    ) -> Result<Act, Refusal> {
        Act::write(Arc::clone(self), actor, now, once).await
    }

    /// Closes the database, for whoever opens it anew in the same process.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// The pack in force.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        self.packs.in_force()
    }

    /// Every pack that was embedded or given.
    #[must_use]
    pub fn library(&self) -> &Library {
        self.packs.library()
    }

    /// Address under which people reach the pages, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Whether sample people may be signed in without a password.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.demo
    }

    /// Whether certificates may carry the address.
    pub(crate) fn is_address_public(&self) -> bool {
        self.is_address_public
    }

    /// The pack whose articles a refusal rests on: that of what it is about, or the one in force.
    #[must_use]
    pub fn pack_behind(&self, refusal: &Refusal) -> Pack {
        let named = refusal.pack.as_deref().and_then(|name| self.pack_named(name).ok());
        named.as_deref().unwrap_or(self.pack()).clone()
    }

    /// A pack by name, as this program carries it: the one in force, or an older one that a registration was opened
    /// under.
    pub(crate) fn pack_named(&self, name: &str) -> Result<Arc<Pack>, Refusal> {
        self.packs.named(name)
    }
}

/// The name of the pack to work with, and the texts that are kept.
async fn packs(store: &Store, choice: PackChoice) -> Result<(String, Vec<PackText>), Refusal> {
    let mut tx = store.read().await.map_err(refusals::store)?;
    let last = store::installation::pack(&mut tx).await.map_err(refusals::store)?;
    let texts = store::pack_texts::all(&mut tx).await.map_err(refusals::store)?;
    tx.end().await.map_err(refusals::store)?;
    let name = match choice {
        PackChoice::Named(name) => name,
        PackChoice::LastOr(otherwise) => last.map_or(otherwise, |(name, _)| name),
    };
    Ok((name, texts))
}
