//! Reading from a file that is opened for reading, under an authorizer that knows what a query may do.
//!
//! This is a connection of its own, made by rusqlite: it offers the authorizer, the limits and the progress handler of SQLite.

use super::error::kind_of;
use crate::dialect::DialectKind;
use crate::driver::read_only::Collector;
use crate::driver::{Answer, DatabaseUrl, DriverError, ErrorKind, Limits, Reader, Server};
use crate::guard::{
    Body, Catalog, Definition, Kind, Mention, MentionKind, Origin, is_readable_pragma, is_safe_function,
};
use crate::model::{Row, Value};
use crate::sql::sqlite::read_create_view;
use async_trait::async_trait;
use fallible_iterator::FallibleIterator as _;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, OpenFlags, Statement};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// Steps of SQLite's virtual machine between two looks at the clock.
const STEPS: i32 = 1_000;

/// Virtual tables whose rows are in the file: they can be asked like functions.
const STORED_MODULES: [&str; 5] = ["fts5", "fts4", "fts3", "rtree", "geopoly"];

/// What SQLite may make of one statement: length of a value and of the text in bytes, operations, parts of a UNION.
const LIMITS: [(Limit, i32); 7] = [
    (Limit::SQLITE_LIMIT_LENGTH, 16 << 20),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 100),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 1_000),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

pub(in crate::driver) struct SqliteReader {
    connection: Arc<Mutex<Connection>>,
    server: Server,
}

impl SqliteReader {
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, DriverError> {
        let path = url.secret().to_owned();
        let server = Server {
            product: "SQLite".into(),
            version: rusqlite::version().into(),
            database: path.clone(),
            role: None,
        };
        let connection = blocking(move || open(&path)).await?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), server })
    }

    async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, DriverError> + Send + 'static,
    ) -> Result<T, DriverError> {
        let connection = Arc::clone(&self.connection);
        blocking(move || match connection.lock() {
            Ok(connection) => work(&connection),
            Err(_) => Err(DriverError::new(ErrorKind::Connection, "an earlier query broke off in the middle")),
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DriverError> + Send + 'static,
) -> Result<T, DriverError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(DriverError::new(ErrorKind::Connection, format!("the query broke off: {error}"))))
}

fn open(path: &str) -> Result<Connection, DriverError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| failed(&error, None))?;
    let settings = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; \
        PRAGMA cache_size = -16384;";
    connection.execute_batch(settings).map_err(|error| failed(&error, None))?;
    for (limit, most) in LIMITS {
        connection.set_limit(limit, most).map_err(|error| failed(&error, None))?;
    }
    Ok(connection)
}

/// Every action that a query is made of, and nothing else. The plan of a change (EXPLAIN) names the change too, and does not run it.
fn authorize(context: &AuthContext<'_>, kind: Kind) -> Authorization {
    let is_allowed = match context.action {
        AuthAction::Select | AuthAction::Recursive | AuthAction::Read { .. } => true,
        AuthAction::Function { function_name } => is_safe_function(function_name),
        AuthAction::Pragma { pragma_name, pragma_value } => is_readable_pragma(pragma_name, pragma_value.is_some()),
        AuthAction::Insert { .. } | AuthAction::Update { .. } | AuthAction::Delete { .. } => kind == Kind::Explain,
        _ => false,
    };
    if is_allowed { Authorization::Allow } else { Authorization::Deny }
}

/// The one statement of the text, prepared under the authorizer.
fn prepare<'c>(connection: &'c Connection, sql: &'c str, kind: Kind) -> Result<Statement<'c>, DriverError> {
    let several = || DriverError::new(ErrorKind::Statement, "there is not exactly one statement").in_statement(sql);
    connection
        .authorizer(Some(move |context: AuthContext<'_>| authorize(&context, kind)))
        .map_err(|error| failed(&error, None))?;
    let mut batch = Batch::new(connection, sql);
    let first = batch.next().map_err(|error| failed(&error, Some(sql)))?.ok_or_else(several)?;
    if !matches!(batch.next(), Ok(None)) {
        return Err(several());
    }
    // A pragma that could set something counts as writing; the authorizer lets only those pass that read.
    if kind == Kind::Query && !first.readonly() {
        return Err(DriverError::new(ErrorKind::ReadOnly, "the statement writes").in_statement(sql));
    }
    Ok(first)
}

fn fetch(connection: &Connection, sql: &str, kind: Kind, limits: &Limits) -> Result<Answer, DriverError> {
    let deadline = Instant::now() + limits.timeout;
    connection
        .progress_handler(STEPS, Some(move || Instant::now() >= deadline))
        .map_err(|error| failed(&error, None))?;
    let mut statement = prepare(connection, sql, kind)?;
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let width = columns.len();
    let mut collector = Collector::new(columns, limits);
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(|error| failed(&error, Some(sql)))? {
        let values = (0..width).map(|at| row.get_ref(at).map(value)).collect::<Result<Row, _>>();
        if !collector.push(values.map_err(|error| failed(&error, Some(sql)))?) {
            break;
        }
    }
    Ok(collector.finish())
}

fn value(raw: ValueRef<'_>) -> Value {
    match raw {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        // `{:?}` is the shortest text that reads back as the same number, with a point in it.
        ValueRef::Real(number) => Value::Number(format!("{number:?}")),
        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(hex::encode(bytes)),
    }
}

fn failed(error: &rusqlite::Error, sql: Option<&str>) -> DriverError {
    let code = error.sqlite_error().map(|error| error.extended_code);
    // The low byte of an extended code is the plain one.
    let kind = code.map_or(ErrorKind::Statement, |code| kind_of(code & 0xff));
    let error = DriverError { code: code.map(|code| code.to_string()), ..DriverError::new(kind, error.to_string()) };
    match sql {
        Some(sql) => error.in_statement(sql),
        None => error,
    }
}

/// Views, and virtual tables that are asked like functions. Neither runs here.
fn look_up(connection: &Connection, mentions: &[Mention]) -> Result<Catalog, DriverError> {
    let none: Option<fn(AuthContext<'_>) -> Authorization> = None;
    connection.authorizer(none).map_err(|error| failed(&error, None))?;
    let sql = "SELECT type, sql FROM sqlite_schema WHERE lower(name) = ?1 AND type IN ('view', 'table')";
    let mut statement = connection.prepare(sql).map_err(|error| failed(&error, None))?;
    let mut catalog = Catalog::default();
    for mention in mentions {
        let found =
            statement.query_row([&mention.name.name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        let (title, body) = match (mention.kind, found) {
            (MentionKind::Relation, Ok((kind, text))) if kind == "view" => {
                (format!("view {}", mention.name), view(&text))
            }
            (MentionKind::Function, Ok((kind, text))) if kind == "table" => {
                (format!("table {}", mention.name), virtual_table(&text))
            }
            (_, Ok(_) | Err(rusqlite::Error::QueryReturnedNoRows)) => continue,
            (_, Err(error)) => return Err(failed(&error, None)),
        };
        let (kind, mentioned) = (mention.kind, mention.name.clone());
        catalog.definitions.push(Definition { kind, mentioned, title, origin: Origin::User, body });
    }
    Ok(catalog)
}

fn view(text: &str) -> Body {
    match read_create_view(text) {
        Ok(view) => Body::Query(view.query),
        Err(error) => Body::Opaque(format!("cannot be read: {error}")),
    }
}

fn virtual_table(text: &str) -> Body {
    let words: Vec<String> =
        text.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(str::to_owned).collect();
    let module = words.iter().skip_while(|word| *word != "using").nth(1);
    match module {
        Some(module)
            if words.get(1).is_some_and(|word| word == "virtual") && STORED_MODULES.contains(&module.as_str()) =>
        {
            Body::Stored
        }
        Some(_) | None => Body::Opaque("is not known to keep its rows in the file".to_owned()),
    }
}

#[async_trait]
impl Reader for SqliteReader {
    fn kind(&self) -> DialectKind {
        DialectKind::Sqlite
    }

    fn server(&self) -> &Server {
        &self.server
    }

    async fn look_up(&mut self, mentions: &[Mention]) -> Result<Catalog, DriverError> {
        let mentions = mentions.to_vec();
        self.with(move |connection| look_up(connection, &mentions)).await
    }

    async fn estimate(&mut self, sql: &str, kind: Kind, _limits: &Limits) -> Result<Option<f64>, DriverError> {
        let sql = sql.to_owned();
        self.with(move |connection| prepare(connection, &sql, kind).map(|_| None)).await
    }

    async fn read(&mut self, sql: &str, kind: Kind, limits: &Limits) -> Result<Answer, DriverError> {
        let (sql, limits) = (sql.to_owned(), *limits);
        self.with(move |connection| fetch(connection, &sql, kind, &limits)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn reader() -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE t(a); CREATE INDEX i ON t(a); INSERT INTO t VALUES (1), (2), (3);")
            .unwrap();
        let connection = open(path.to_str().unwrap()).unwrap();
        (folder, connection)
    }

    #[test]
    fn the_engine_refuses_what_the_guard_would_have() {
        let (_folder, connection) = reader();
        for sql in [
            "DELETE FROM t",
            "INSERT INTO t VALUES (4)",
            "CREATE TABLE u(a)",
            "CREATE TEMP TABLE u(a)",
            "DROP TABLE t",
            "ATTACH ':memory:' AS m",
            "PRAGMA query_only = OFF",
            "PRAGMA writable_schema = ON",
            "PRAGMA journal_mode = WAL",
            "VACUUM",
            "VACUUM INTO '/tmp/x.db'",
            "SELECT load_extension('x')",
            "BEGIN",
            "SAVEPOINT s",
            "REINDEX",
            "ANALYZE",
            "SELECT 1; SELECT 2",
            "",
            "SELECT fts3_tokenizer('simple')",
        ] {
            let refused = fetch(&connection, sql, Kind::Query, &Limits::default());
            assert!(refused.is_err(), "{sql}: {refused:?}");
        }
        let explained = fetch(&connection, "EXPLAIN DELETE FROM t", Kind::Explain, &Limits::default());
        assert!(explained.is_ok_and(|answer| !answer.rows.rows.is_empty()));
        let count = fetch(&connection, "SELECT count(*) FROM t", Kind::Query, &Limits::default()).unwrap();
        assert_eq!(count.rows.rows, [[Value::Integer(3)]]);
    }

    #[test]
    fn time_and_rows_have_an_end() {
        let (_folder, connection) = reader();
        let limits = Limits { timeout: Duration::from_millis(50), rows: 2, ..Limits::default() };
        let endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r";
        let error = fetch(&connection, endless, Kind::Query, &limits).unwrap_err();
        assert_eq!(error.kind, ErrorKind::StatementTimeout, "{error}");
        let answer = fetch(&connection, "SELECT a FROM t", Kind::Query, &limits).unwrap();
        assert_eq!((answer.rows.rows.len(), answer.capped), (2, Some(crate::driver::Cap::Rows)));
        assert!(fetch(&connection, "SELECT zeroblob(900000000)", Kind::Query, &limits).is_err());
    }
}
