//! PostgreSQL databases that last as long as their test.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

/// A database on a server that goes on without it.
pub(crate) struct Tenancy {
    maintenance: String,
    name: String,
}

impl Tenancy {
    /// A database with the tables of this schema and nothing in them: a copy of a model, because making all tables anew
    /// takes a test longer than most of what it tests.
    pub(crate) async fn new(maintenance: &str) -> Self {
        let model = model(maintenance).await;
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        let made = run(maintenance, format!("CREATE DATABASE {name} TEMPLATE {model}")).await;
        made.expect("a fresh PostgreSQL database");
        Tenancy { maintenance: maintenance.to_owned(), name }
    }

    /// A database without tables.
    pub(crate) async fn empty(maintenance: &str) -> Self {
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        run(maintenance, format!("CREATE DATABASE {name}")).await.expect("a fresh PostgreSQL database");
        Tenancy { maintenance: maintenance.to_owned(), name }
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        beside(&self.maintenance, &self.name)
    }

    /// Removes it: hundreds of tests would otherwise fill the disk. On a thread and a runtime of its own, because a test
    /// drops its database inside a runtime, where nothing may be waited for. When it fails, the database is left to the
    /// server's end: nobody's test fails by it.
    pub(crate) fn end(self) {
        let removal = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(remove(&self.maintenance, &self.name)).ok()
        });
        removal.join().ok();
    }
}

/// The name of the database that others are copies of; one for each schema and server. Whoever comes first makes it under
/// another name and gives it its own when it is whole, so that nobody copies half of it.
async fn model(maintenance: &str) -> String {
    let model = format!("model_{}", store::schema_name());
    let mut connection = PgConnection::connect(maintenance).await.expect("a PostgreSQL server");
    let sql = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)";
    let is_made: bool =
        sqlx::query_scalar(sql).bind(&model).fetch_one(&mut connection).await.expect("the server's databases");
    if !is_made {
        let draft = format!("draft_{}", uuid::Uuid::now_v7().simple());
        run(maintenance, format!("CREATE DATABASE {draft}")).await.expect("a fresh PostgreSQL database");
        migrate(&beside(maintenance, &draft)).await;
        if run(maintenance, format!("ALTER DATABASE {draft} RENAME TO {model}")).await.is_err() {
            // Somebody else was first.
            remove(maintenance, &draft).await.ok();
        }
    }
    connection.close().await.ok();
    model
}

/// Makes the tables and leaves: a database that somebody is connected to can be neither renamed nor copied.
async fn migrate(url: &str) {
    let store = store::Store::open(url).await.expect("the tables can be made");
    store.close().await;
}

async fn remove(maintenance: &str, name: &str) -> Result<(), sqlx::Error> {
    run(maintenance, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
}

/// One statement about a whole database, whose name cannot be bound: every name here is made here.
async fn run(maintenance: &str, statement: String) -> Result<(), sqlx::Error> {
    // No pool: a pool would try a server that is gone again and again.
    let mut connection = PgConnection::connect(maintenance).await?;
    let done = sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await;
    connection.close().await.ok();
    done.map(|_| ())
}

fn beside(maintenance: &str, name: &str) -> String {
    let (server, _) = maintenance.rsplit_once('/').expect("an address with a database");
    format!("{server}/{name}")
}

#[cfg(test)]
mod tests {
    use super::Tenancy;

    #[test]
    fn a_server_that_is_gone_fails_no_test() {
        let maintenance = "postgres://nobody@127.0.0.1:1/none".to_owned();
        Tenancy { maintenance, name: "test_none".to_owned() }.end();
    }
}
