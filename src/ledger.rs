//! The ledger: what was done to this database by which plan, in the database itself.
//!
//! One table, one row per operation and one (number 0) for the run as a whole. A row is written before its operation and
//! finished after it, in the same transaction where the engine has transactional DDL; the row of the run is written before that transaction
//! and so tells of a run that did not come back.

use crate::driver::{Driver, DriverError, ErrorKind, Scope};
use crate::model::{Name, QualifiedName, Row, Value};
use schemars::JsonSchema;
use serde::Serialize;

/// The ledger of one database. Its table is made on first use.
#[derive(Clone, Debug)]
pub struct Ledger {
    table: String,
    name: QualifiedName,
    /// What its CREATE TABLE ends with.
    options: &'static str,
    insert_returning: bool,
}

/// How far a run or an operation came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Running,
    Done,
    Failed,
    /// Was running when its session ended; the engine rolled its transaction back.
    Interrupted,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
        }
    }

    fn parse(text: &str) -> Self {
        [Self::Running, Self::Done, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == text)
            .unwrap_or(Self::Interrupted)
    }
}

/// What is known of a run before it starts.
#[derive(Clone, Debug)]
pub struct NewRun<'a> {
    pub plan: &'a str,
    pub file: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    pub tool: &'a str,
    /// UTC, RFC 3339.
    pub at: &'a str,
}

/// One row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Record {
    pub run: i64,
    /// 0 is the run itself; operations count from 1.
    pub operation: i64,
    pub plan: String,
    pub file: String,
    pub object: String,
    pub statement_hash: String,
    pub state: State,
    pub started_at: String,
    pub finished_at: Option<String>,
    pub error: Option<String>,
    pub tool: String,
    pub from: String,
    pub to: String,
}

const COLUMNS: &str = "run, operation, plan, file, object, statement_hash, state, started_at, finished_at, error, tool, \
                       from_fingerprint, to_fingerprint";

impl Ledger {
    pub fn of(driver: &dyn Driver, scope: &Scope) -> Self {
        let dialect = driver.dialect();
        let capabilities = dialect.capabilities();
        let namespace = capabilities.default_namespace.map(Name::from);
        let name = QualifiedName::new(namespace, format!("{}migrations", scope.own_prefix));
        Self {
            table: dialect.qualified(&name),
            name,
            options: capabilities.unicode_table,
            insert_returning: capabilities.insert_returning,
        }
    }

    pub async fn exists(&self, driver: &mut dyn Driver) -> Result<bool, DriverError> {
        driver.has_table(&self.name).await
    }

    /// Makes the table where it is missing.
    pub async fn prepare(&self, driver: &mut dyn Driver) -> Result<(), DriverError> {
        if self.exists(driver).await? {
            return Ok(());
        }
        let sql = format!(
            "CREATE TABLE IF NOT EXISTS {} (\n    run BIGINT NOT NULL,\n    operation BIGINT NOT NULL,\n    plan TEXT NOT NULL,\n    \
             file TEXT NOT NULL,\n    object TEXT NOT NULL,\n    statement_hash TEXT NOT NULL,\n    state TEXT NOT NULL,\n    \
             started_at TEXT NOT NULL,\n    finished_at TEXT,\n    error TEXT,\n    tool TEXT NOT NULL,\n    \
             from_fingerprint TEXT NOT NULL,\n    to_fingerprint TEXT NOT NULL,\n    PRIMARY KEY (run, operation)\n){}",
            self.table, self.options
        );
        driver.execute(&sql, &[]).await.map(drop)
    }

    /// Writes the row of a new run and gives its number.
    pub async fn start(&self, driver: &mut dyn Driver, run: &NewRun<'_>) -> Result<i64, DriverError> {
        // One statement: two sessions that start together get two numbers.
        let sql = format!(
            "INSERT INTO {table} ({COLUMNS}) SELECT coalesce(max(run), 0) + 1, 0, $1, $2, '', '', $3, $4, NULL, NULL, $5, $6, $7 \
             FROM {table}",
            table = self.table
        );
        let parameters = [run.plan, run.file, State::Running.as_str(), run.at, run.tool, run.from, run.to];
        let parameters = parameters.map(|text| Value::Text(text.to_owned()));
        let rows = if self.insert_returning {
            driver.query(&format!("{sql} RETURNING run"), &parameters).await?
        } else {
            // Under the lock, which such an engine holds across transactions, nobody else starts a run in between.
            driver.execute(&sql, &parameters).await?;
            driver.query(&format!("SELECT max(run) FROM {}", self.table), &[]).await?
        };
        let number = rows.rows.first().and_then(|row| row.first()).and_then(Value::as_i64);
        number.ok_or_else(|| DriverError::new(ErrorKind::Statement, "the ledger gave no number to the run"))
    }

    /// Writes the row of an operation that is about to run.
    pub async fn intend(
        &self,
        driver: &mut dyn Driver,
        run: (i64, &NewRun<'_>),
        operation: i64,
        object: &str,
        statement_hash: &str,
    ) -> Result<(), DriverError> {
        self.insert(driver, run.0, operation, run.1, object, statement_hash).await
    }

    /// Numbers go over as text; DECIMAL is the one word for them that every engine casts to.
    async fn insert(
        &self,
        driver: &mut dyn Driver,
        number: i64,
        operation: i64,
        run: &NewRun<'_>,
        object: &str,
        statement_hash: &str,
    ) -> Result<(), DriverError> {
        let sql = format!(
            "INSERT INTO {} ({COLUMNS}) VALUES (CAST($1 AS DECIMAL(20)), CAST($2 AS DECIMAL(20)), $3, $4, $5, $6, $7, $8, NULL, NULL, $9, $10, $11)",
            self.table
        );
        let text = |text: &str| Value::Text(text.to_owned());
        let parameters = [
            Value::Integer(number),
            Value::Integer(operation),
            text(run.plan),
            text(run.file),
            text(object),
            text(statement_hash),
            text(State::Running.as_str()),
            text(run.at),
            text(run.tool),
            text(run.from),
            text(run.to),
        ];
        driver.execute(&sql, &parameters).await.map(drop)
    }

    /// Finishes the row of a run (operation 0) or of an operation. `at` is UTC, RFC 3339.
    pub async fn finish(
        &self,
        driver: &mut dyn Driver,
        (run, operation): (i64, i64),
        state: State,
        error: Option<&str>,
        at: &str,
    ) -> Result<(), DriverError> {
        let sql = format!(
            "UPDATE {} SET state = $1, finished_at = $2, error = $3 WHERE run = CAST($4 AS DECIMAL(20)) AND operation = CAST($5 AS DECIMAL(20))",
            self.table
        );
        let parameters = [
            Value::Text(state.as_str().to_owned()),
            Value::Text(at.to_owned()),
            error.map_or(Value::Null, |error| Value::Text(error.to_owned())),
            Value::Integer(run),
            Value::Integer(operation),
        ];
        driver.execute(&sql, &parameters).await.map(drop)
    }

    /// Marks runs that never came back. To be called under the lock, when nobody else can be running.
    pub async fn settle(&self, driver: &mut dyn Driver, at: &str) -> Result<u64, DriverError> {
        let sql = format!("UPDATE {} SET state = $1, finished_at = $2 WHERE state = $3", self.table);
        let parameters =
            [State::Interrupted.as_str(), at, State::Running.as_str()].map(|text| Value::Text(text.to_owned()));
        driver.execute(&sql, &parameters).await
    }

    /// All rows, oldest first; none where there is no ledger yet.
    pub async fn records(&self, driver: &mut dyn Driver) -> Result<Vec<Record>, DriverError> {
        if !self.exists(driver).await? {
            return Ok(Vec::new());
        }
        let rows = driver.query(&format!("SELECT {COLUMNS} FROM {} ORDER BY run, operation", self.table), &[]).await?;
        Ok(rows.rows.iter().map(record).collect())
    }
}

fn record(row: &Row) -> Record {
    let text = |at: usize| row.get(at).and_then(Value::as_str).unwrap_or_default().to_owned();
    let optional = |at: usize| row.get(at).and_then(Value::as_str).map(str::to_owned);
    let number = |at: usize| row.get(at).and_then(Value::as_i64).unwrap_or_default();
    Record {
        run: number(0),
        operation: number(1),
        plan: text(2),
        file: text(3),
        object: text(4),
        statement_hash: text(5),
        state: State::parse(&text(6)),
        started_at: text(7),
        finished_at: optional(8),
        error: optional(9),
        tool: text(10),
        from: text(11),
        to: text(12),
    }
}
