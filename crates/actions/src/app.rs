//! The application: everything that a verb may need, opened once. Holds no state that another process would miss.

use std::{path::PathBuf, sync::Arc};

use domain::{access::Actor, clock::Instant, refusal::Refusal};
use object_store::{ObjectStore, local::LocalFileSystem};
use policy::{Library, Pack};
use store::Store;

use crate::{Act, keys::Keys, passwords::PasswordHashing, refusals};

/// How to open an [`App`].
pub struct Config {
    /// The data folder: keys and files live in it.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`.
    pub database_url: String,
    /// The policy packs to choose from.
    pub library: Library,
    /// The pack in force.
    pub pack_name: String,
    /// Address under which people reach the pages, without a slash at the end.
    pub base_url: String,
    /// The institution's name, as on certificates.
    pub issuer: String,
    /// Whether sample people may be signed in without a password.
    pub demo: bool,
}

/// The application, shared by everything that runs in this process.
pub struct App {
    pub(crate) store: Store,
    pub(crate) files: Arc<dyn ObjectStore>,
    pub(crate) keys: Keys,
    pub(crate) passwords: PasswordHashing,
    pub(crate) issuer: String,
    library: Library,
    pack: Arc<Pack>,
    base_url: String,
    demo: bool,
}

impl App {
    /// Opens the database (running its migrations), the files, the keys and the pack.
    ///
    /// # Errors
    /// `Internal` when one of them cannot be opened; the cause is in the log.
    pub async fn open(config: Config) -> Result<Arc<App>, Refusal> {
        let folder = config.data.join("files");
        std::fs::create_dir_all(&folder).map_err(refusals::internal)?;
        let keys = Keys::open(&config.data)?;
        let files = LocalFileSystem::new_with_prefix(&folder).map_err(refusals::internal)?.with_fsync(true);
        let store = Store::open(&config.database_url).await.map_err(refusals::store)?;
        let pack = config.library.load(&config.pack_name).map_err(refusals::internal)?;
        let places = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(Arc::new(App {
            store,
            files: Arc::new(files),
            keys,
            passwords: PasswordHashing::new(places)?,
            issuer: config.issuer,
            library: config.library,
            pack: Arc::new(pack),
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

    /// Begins a change as `actor`, or as nobody. A `key` that was committed before makes the act
    /// [repeated](Act::repeated).
    ///
    /// # Errors
    /// `Conflict` when the key was another person's, `Internal` when the database does not answer.
    pub async fn write(
        self: &Arc<Self>,
        actor: Option<Actor>,
        now: Instant,
        key: Option<&str>,
    ) -> Result<Act, Refusal> {
        Act::write(Arc::clone(self), actor, now, key).await
    }

    /// The pack in force.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Every pack that was embedded or given.
    #[must_use]
    pub fn library(&self) -> &Library {
        &self.library
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

    /// A pack by name: the one in force, or an older one that a registration was opened under.
    pub(crate) fn pack_named(&self, name: &str) -> Result<Arc<Pack>, Refusal> {
        if name == self.pack.name() {
            return Ok(Arc::clone(&self.pack));
        }
        self.library.load(name).map(Arc::new).map_err(refusals::internal)
    }
}
