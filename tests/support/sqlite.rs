//! A SQLite file for one test.

use std::path::Path;
use std::thread;

use futures_util::TryStreamExt;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{ConnectOptions, Connection, Either, Row};
use tempfile::TempDir;

/// A SQLite file in a folder of its own (its journal stands beside it), deleted with the value.
#[derive(Debug)]
pub struct SqliteFile {
    folder: TempDir,
    url: String,
}

impl SqliteFile {
    /// A file that is there and empty.
    pub fn create() -> Self {
        let folder =
            tempfile::Builder::new().prefix("dbx-sqlite-").tempdir().expect("a temporary folder for the SQLite file");
        let path = folder.path().join("test.db");
        std::fs::File::create(&path).expect("an empty SQLite file");
        let url = format!("sqlite:{}", path.display());
        Self { folder, url }
    }

    /// The address, `sqlite:/path/of/the/file`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The path of the file.
    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("test.db")
    }

    /// Runs SQL (any number of statements) and gives the rows as lines, columns parted with `|`
    /// and NULL as nothing, as SQLite's command line client prints them. Like that client it leaves foreign keys
    /// unenforced until the SQL says `pragma foreign_keys = on`.
    ///
    /// Panics with SQLite's message at the first statement that fails.
    #[track_caller]
    pub fn exec(&self, sql: &str) -> String {
        match self.try_exec(sql) {
            Ok(output) => output,
            Err(error) => panic!("{}: {error}", self.url),
        }
    }

    /// As [`SqliteFile::exec`], for statements that are expected to fail.
    pub fn try_exec(&self, sql: &str) -> Result<String, sqlx::Error> {
        exec_at(&self.path(), sql)
    }

    /// The schema as SQLite keeps it: one statement per object, in order of kind and name.
    #[track_caller]
    pub fn dump(&self) -> String {
        self.exec(
            "select sql || ';' from sqlite_schema \
             where sql is not null and name not like 'sqlite~_%' escape '~' order by type, name",
        )
    }
}

/// Runs SQL on the file at `path`, as [`SqliteFile::exec`] does.
pub fn exec_at(path: &Path, sql: &str) -> Result<String, sqlx::Error> {
    // A thread of its own, since a test may call this from inside a runtime, where blocking panics.
    thread::scope(|scope| {
        scope
            .spawn(|| {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime for one SQLite call")
                    .block_on(exec(path, sql))
            })
            .join()
            .expect("the SQLite thread does not panic")
    })
}

async fn exec(path: &Path, sql: &str) -> Result<String, sqlx::Error> {
    let mut connection = SqliteConnectOptions::new().filename(path).foreign_keys(false).connect().await?;
    let mut lines = Vec::new();
    {
        let mut results = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).fetch_many(&mut connection);
        while let Some(result) = results.try_next().await? {
            if let Either::Right(row) = result {
                lines.push(line(&row)?);
            }
        }
    }
    connection.close().await?;
    Ok(lines.join("\n"))
}

/// Unchecked, because SQLite itself turns any value into text when asked.
fn line(row: &SqliteRow) -> Result<String, sqlx::Error> {
    let cells: Vec<String> = (0..row.len())
        .map(|column| Ok(row.try_get_unchecked::<Option<String>, _>(column)?.unwrap_or_default()))
        .collect::<Result<_, sqlx::Error>>()?;
    Ok(cells.join("|"))
}
