//! Opening an installation: from the place on the command line to an `App`.

use std::path::Path;
use std::sync::Arc;

use actions::{App, Config};

use crate::cli::Place;
use crate::failure::Failure;
use crate::packs;

/// What commands other than `serve` and `demo` call the address: they create no links.
pub(crate) const LOCAL_ADDRESS: &str = "http://127.0.0.1:8080";

/// Who issues certificates unless the command line says otherwise.
pub(crate) const DEFAULT_ISSUER: &str = "桂林电子科技大学";

/// How an installation is to be opened, besides its place.
pub(crate) struct Setting {
    /// Name of the policy pack.
    pub(crate) pack_name: String,
    /// Address under which people reach the pages, without a trailing slash.
    pub(crate) base_url: String,
    /// The institution that issues certificates.
    pub(crate) issuer: String,
    /// Whether it is the sample university, where one may sign in as anybody.
    pub(crate) is_demo: bool,
}

impl Default for Setting {
    fn default() -> Self {
        Setting {
            pack_name: packs::DEFAULT.to_owned(),
            base_url: LOCAL_ADDRESS.to_owned(),
            issuer: DEFAULT_ISSUER.to_owned(),
            is_demo: false,
        }
    }
}

/// Opens the installation, creating the folder and the tables where they are missing.
pub(crate) async fn open(place: &Place, setting: Setting) -> Result<Arc<App>, Failure> {
    let library = packs::library();
    packs::load(&library, &setting.pack_name)?;
    let app = App::open(Config {
        data: place.data.clone(),
        database_url: database_url(place),
        library,
        pack_name: setting.pack_name,
        base_url: setting.base_url,
        issuer: setting.issuer,
        demo: setting.is_demo,
    })
    .await?;
    Ok(app)
}

/// The address of the database: the one given, or the SQLite file in the data folder.
pub(crate) fn database_url(place: &Place) -> String {
    place.database_url.clone().unwrap_or_else(|| format!("sqlite:{}", sqlite_path(&place.data).display()))
}

/// Where the SQLite file of a data folder is.
pub(crate) fn sqlite_path(data: &Path) -> std::path::PathBuf {
    data.join("xueshi.db")
}
