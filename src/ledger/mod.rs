//! The ledger: what was done to this database, by which plan and in which run, in the database itself.
//!
//! `migrations` has a row per operation of a plan and one (operation 0) for the plan as a whole. A row is written before its operation and
//! finished after it, in the same transaction where the engine has transactional DDL; the row of the plan is written before that transaction
//! and so tells of a run that did not come back. `runs` has a row per command that changed, or meant to change, the database. `format` says
//! how the others are built; an older format is upgraded on first use, a newer one is refused.

mod damage;
mod record;
mod table;

pub use damage::{Damage, damage};
pub use record::{Phase, Record, RunRecord, State};

use crate::driver::{Driver, DriverError, Scope};
use crate::model::{Name, QualifiedName, Value};
use std::collections::BTreeSet;
use table::{FORMAT, FORMATS, MIGRATIONS, RUNS, Table};

/// The ledger of one database. Its tables are made on first use.
#[derive(Clone, Debug)]
pub struct Ledger {
    migrations: Place,
    runs: Place,
    formats: Place,
    /// What their CREATE TABLE ends with.
    options: &'static str,
}

/// Where one table is.
#[derive(Clone, Debug)]
struct Place {
    table: &'static Table,
    name: QualifiedName,
    quoted: String,
}

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error(transparent)]
    Driver(#[from] DriverError),
    #[error(
        "the ledger in this database has format {found}, written by a newer dbx; this one knows formats up to {FORMAT}"
    )]
    Newer { found: i64 },
    #[error("{damage}: too many to be made good; delete the row behind them, whose number is not one that dbx wrote")]
    OutOfProportion { damage: Damage },
}

/// Rows that are made for one gap in the ledger at most.
const MOST_LOST: i64 = 10_000;

/// What is known of a run of a plan before it starts.
#[derive(Clone, Debug)]
pub struct NewRun<'a> {
    /// The command that runs it: `apply`, `rollback` …
    pub command: &'a str,
    pub plan: &'a str,
    pub file: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    pub tool: &'a str,
    /// UTC, RFC 3339.
    pub at: &'a str,
    /// Who runs it, where the system tells.
    pub actor: Option<&'a str>,
    /// The run whose work this one goes on with.
    pub resumes: Option<i64>,
}

/// What is known of a command that runs no plan, before it starts.
#[derive(Clone, Copy, Debug)]
pub struct NewCommand<'a> {
    pub command: &'a str,
    pub tool: &'a str,
    /// UTC, RFC 3339.
    pub at: &'a str,
    /// Who runs it, where the system tells.
    pub actor: Option<&'a str>,
}

/// The two rows of a run of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRun {
    pub run: RunRecord,
    /// The plan as a whole, with operation 0.
    pub plan: Record,
}

impl OpenRun {
    /// The row of an operation of the plan that is about to run.
    pub fn operation(&self, number: i64, object: &str, statement_hash: &str, at: &str) -> Record {
        Record {
            operation: number,
            object: object.to_owned(),
            statement_hash: statement_hash.to_owned(),
            state: State::Running,
            started_at: at.to_owned(),
            resumes: None,
            ..self.plan.clone()
        }
    }
}

impl Ledger {
    pub fn of(driver: &dyn Driver, scope: &Scope) -> Self {
        let dialect = driver.dialect();
        let capabilities = dialect.capabilities();
        let namespace = capabilities.default_namespace.map(Name::from);
        let place = |table: &'static Table| {
            let name = QualifiedName::new(namespace.clone(), format!("{}{}", scope.own_prefix, table.suffix));
            Place { table, quoted: dialect.qualified(&name), name }
        };
        Self {
            migrations: place(&MIGRATIONS),
            runs: place(&RUNS),
            formats: place(&FORMATS),
            options: capabilities.unicode_table,
        }
    }

    /// Whether any table of a ledger is there.
    pub async fn exists(&self, driver: &mut dyn Driver) -> Result<bool, DriverError> {
        for place in [&self.formats, &self.migrations, &self.runs] {
            if driver.has_table(&place.name).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether it is of the format that this dbx writes: nothing is to be made or upgraded before a row can be added.
    pub async fn is_current(&self, driver: &mut dyn Driver) -> Result<bool, DriverError> {
        Ok(self.format(driver).await? == Some(FORMAT))
    }

    /// Names of tables that a ledger of its format has and this one has not: somebody dropped them.
    pub async fn missing_tables(&self, driver: &mut dyn Driver) -> Result<Vec<String>, DriverError> {
        let format = self.format(driver).await?;
        let mut missing = Vec::new();
        for place in [&self.migrations, &self.runs] {
            if format.is_some_and(|format| format > 1) && !driver.has_table(&place.name).await? {
                missing.push(place.name.to_string());
            }
        }
        Ok(missing)
    }

    /// `None` where there is no ledger yet. The first format did not say which it was.
    async fn format(&self, driver: &mut dyn Driver) -> Result<Option<i64>, DriverError> {
        if driver.has_table(&self.formats.name).await? {
            let rows = driver.query(&FORMATS.select(&self.formats.quoted, FORMAT), &[]).await?;
            let newest = rows.rows.iter().filter_map(|row| row.first()?.as_i64()).max();
            // Without its row the table was made, and what it is about was not finished.
            return Ok(newest.or(Some(1)));
        }
        Ok(driver.has_table(&self.migrations.name).await?.then_some(1))
    }

    /// Makes what is missing, and upgrades what is older. To be called under the lock. Every step can be done twice, so that one that was cut
    /// off is finished by the next run.
    pub async fn prepare(&self, driver: &mut dyn Driver) -> Result<(), LedgerError> {
        match self.format(driver).await? {
            Some(FORMAT) => return Ok(()),
            Some(found) if found > FORMAT => return Err(LedgerError::Newer { found }),
            Some(_) | None => {}
        }
        let is_old = driver.has_table(&self.migrations.name).await?;
        for place in [&self.formats, &self.migrations, &self.runs] {
            driver.execute(&place.table.create(&place.quoted, self.options), &[]).await?;
        }
        if is_old {
            self.upgrade(driver).await?;
        }
        driver.execute(&FORMATS.insert(&self.formats.quoted), &[Value::Integer(FORMAT)]).await?;
        Ok(())
    }

    /// Adds the columns and rows that older formats had not.
    async fn upgrade(&self, driver: &mut dyn Driver) -> Result<(), LedgerError> {
        for place in [&self.migrations, &self.runs] {
            let there = columns(driver, &place.name).await?;
            for column in place.table.columns.iter().filter(|column| !there.contains(column.name)) {
                let sql = format!("ALTER TABLE {} ADD COLUMN {}", place.quoted, column.definition());
                driver.execute(&sql, &[]).await?;
            }
        }
        let known: BTreeSet<i64> = self.runs_of_format(driver, FORMAT).await?.iter().map(|run| run.run).collect();
        for record in self.records_of_format(driver, FORMAT).await? {
            if record.operation == 0 && !known.contains(&record.run) {
                self.insert_run(driver, &run_of_first_format(&record)).await?;
            }
        }
        Ok(())
    }

    /// Writes the row of a command that runs no plan. `identity` and `session` come from the driver.
    pub async fn open_command(&self, driver: &mut dyn Driver, new: &NewCommand<'_>) -> Result<RunRecord, DriverError> {
        let server = driver.identity().await?;
        let session = driver.session().await?;
        let run = RunRecord {
            run: 0,
            command: new.command.to_owned(),
            phase: Phase::Start,
            status: State::Running,
            started_at: new.at.to_owned(),
            finished_at: None,
            elapsed_ms: None,
            tool: new.tool.to_owned(),
            actor: new.actor.map(str::to_owned),
            server,
            session,
            error: None,
            seed: None,
            tokens: None,
            affected: None,
            cost_usd: None,
        };
        self.start_run(driver, run).await
    }

    /// Writes the rows of a new run of a plan.
    pub async fn open(&self, driver: &mut dyn Driver, new: &NewRun<'_>) -> Result<OpenRun, DriverError> {
        let command = NewCommand { command: new.command, tool: new.tool, at: new.at, actor: new.actor };
        let run = self.open_command(driver, &command).await?;
        let plan = Record {
            run: run.run,
            operation: 0,
            plan: new.plan.to_owned(),
            file: new.file.to_owned(),
            object: String::new(),
            statement_hash: String::new(),
            state: State::Running,
            started_at: new.at.to_owned(),
            finished_at: None,
            error: None,
            tool: new.tool.to_owned(),
            from: new.from.to_owned(),
            to: new.to.to_owned(),
            resumes: new.resumes,
            statements_done: None,
            affected: None,
            before: None,
            after: None,
            seal: None,
        };
        self.insert(driver, &plan).await?;
        Ok(OpenRun { run, plan })
    }

    /// Writes the row of a run under the next free number, and gives it with that number.
    pub async fn start_run(&self, driver: &mut dyn Driver, mut run: RunRecord) -> Result<RunRecord, DriverError> {
        loop {
            // Behind the largest number there is the insert fails, and says so.
            run.run = self.last_run(driver).await?.saturating_add(1);
            match self.insert_run(driver, &run).await {
                Ok(()) => return Ok(run),
                // A command that takes no lock may have taken the number a moment ago.
                Err(_) if run.run < i64::MAX && self.last_run(driver).await? >= run.run => {}
                Err(error) => return Err(error),
            }
        }
    }

    async fn last_run(&self, driver: &mut dyn Driver) -> Result<i64, DriverError> {
        let sql = format!("SELECT coalesce(max(run), 0) FROM {}", self.runs.quoted);
        Ok(driver.query(&sql, &[]).await?.only().and_then(Value::as_i64).unwrap_or_default())
    }

    async fn insert_run(&self, driver: &mut dyn Driver, run: &RunRecord) -> Result<(), DriverError> {
        driver.execute(&RUNS.insert(&self.runs.quoted), &run.values()).await.map(drop)
    }

    /// Writes the row of a run again, as it is now.
    pub async fn update_run(&self, driver: &mut dyn Driver, run: &RunRecord) -> Result<(), DriverError> {
        driver.execute(&RUNS.update(&self.runs.quoted), &run.values()).await.map(drop)
    }

    /// Writes the row of an operation that is about to run.
    pub async fn insert(&self, driver: &mut dyn Driver, record: &Record) -> Result<(), DriverError> {
        driver.execute(&MIGRATIONS.insert(&self.migrations.quoted), &record.values()).await.map(drop)
    }

    /// Writes the row of a plan or an operation again, as it is now.
    pub async fn update(&self, driver: &mut dyn Driver, record: &Record) -> Result<(), DriverError> {
        driver.execute(&MIGRATIONS.update(&self.migrations.quoted), &record.values()).await.map(drop)
    }

    /// Marks what never came back as interrupted. To be called under the lock, when nobody else can be running. `at` is UTC, RFC 3339.
    pub async fn settle(&self, driver: &mut dyn Driver, at: &str) -> Result<(), DriverError> {
        for mut record in self.records(driver).await? {
            if record.state == State::Running {
                record.state = State::Interrupted;
                record.finished_at = Some(at.to_owned());
                self.update(driver, &record).await?;
            }
        }
        for mut run in self.runs(driver).await? {
            if run.status == State::Running {
                run.status = State::Interrupted;
                run.finished_at = Some(at.to_owned());
                self.update_run(driver, &run).await?;
            }
        }
        Ok(())
    }

    /// What somebody changed by hand: tables that are gone, rows that are not as dbx left them.
    pub async fn damage(&self, driver: &mut dyn Driver) -> Result<Vec<Damage>, DriverError> {
        let missing = self.missing_tables(driver).await?;
        let mut found: Vec<Damage> = missing.into_iter().map(|table| Damage::TableMissing { table }).collect();
        found.extend(damage(&self.records(driver).await?, &self.runs(driver).await?));
        Ok(found)
    }

    /// Takes the ledger as it is for true: makes tables that are gone, puts rows that say so in place of those that were deleted, and seals those
    /// that were edited. `at` is UTC, RFC 3339.
    pub async fn mend(&self, driver: &mut dyn Driver, tool: &str, at: &str) -> Result<(), LedgerError> {
        for place in [&self.migrations, &self.runs] {
            driver.execute(&place.table.create(&place.quoted, self.options), &[]).await?;
        }
        let (records, mut runs) = (self.records(driver).await?, self.runs(driver).await?);
        for damage in damage(&records, &runs) {
            match damage {
                Damage::RunsMissing { first, last } | Damage::OperationsMissing { first, last, .. }
                    if last - first >= MOST_LOST =>
                {
                    return Err(LedgerError::OutOfProportion { damage });
                }
                Damage::RunsMissing { first, last } => {
                    for run in first..=last {
                        self.insert_run(driver, &RunRecord::lost(run, tool, at)).await?;
                    }
                }
                Damage::PlanMissing { run } => {
                    if let Some(run) = runs.iter_mut().find(|it| it.run == run) {
                        run.phase = Phase::Start;
                        self.update_run(driver, run).await?;
                    }
                }
                Damage::Edited { run, operation, .. } => {
                    if let Some(record) = records.iter().find(|it| (it.run, it.operation) == (run, operation)) {
                        self.update(driver, record).await?;
                    }
                }
                Damage::OperationsMissing { run, first, last } => {
                    let Some(plan) = records.iter().find(|it| (it.run, it.operation) == (run, 0)) else { continue };
                    for operation in first..=last {
                        let error = Some(LOST.to_owned());
                        let lost = Record { operation, error, state: State::Interrupted, ..plan.clone() };
                        self.insert(driver, &lost).await?;
                    }
                }
                // Made above.
                Damage::TableMissing { .. } => {}
            }
        }
        Ok(())
    }

    /// All rows of plans and operations, oldest first; none where there is no ledger yet.
    pub async fn records(&self, driver: &mut dyn Driver) -> Result<Vec<Record>, DriverError> {
        match self.format(driver).await? {
            Some(format) if driver.has_table(&self.migrations.name).await? => {
                self.records_of_format(driver, format).await
            }
            Some(_) | None => Ok(Vec::new()),
        }
    }

    async fn records_of_format(&self, driver: &mut dyn Driver, format: i64) -> Result<Vec<Record>, DriverError> {
        let rows = driver.query(&MIGRATIONS.select(&self.migrations.quoted, format), &[]).await?;
        Ok(rows.rows.iter().map(Record::read).collect())
    }

    /// All runs, oldest first. Those of a ledger of the first format are made from its rows of plans.
    pub async fn runs(&self, driver: &mut dyn Driver) -> Result<Vec<RunRecord>, DriverError> {
        match self.format(driver).await? {
            Some(1) => {
                let records = self.records(driver).await?;
                Ok(records.iter().filter(|record| record.operation == 0).map(run_of_first_format).collect())
            }
            Some(format) if driver.has_table(&self.runs.name).await? => self.runs_of_format(driver, format).await,
            Some(_) | None => Ok(Vec::new()),
        }
    }

    async fn runs_of_format(&self, driver: &mut dyn Driver, format: i64) -> Result<Vec<RunRecord>, DriverError> {
        let rows = driver.query(&RUNS.select(&self.runs.quoted, format), &[]).await?;
        Ok(rows.rows.iter().map(RunRecord::read).collect())
    }
}

/// Names of a table's columns. `inspect` is the one way that every engine has to tell them.
async fn columns(driver: &mut dyn Driver, table: &QualifiedName) -> Result<BTreeSet<String>, DriverError> {
    // A prefix that no name has: dbx's own tables are what is looked for.
    let scope = Scope { own_prefix: "\0".into(), ..Scope::default() };
    let schema = driver.inspect(&scope).await?;
    let found = schema.tables().find(|it| it.name.name == table.name);
    Ok(found.map(|table| table.columns.keys().map(ToString::to_string).collect()).unwrap_or_default())
}

/// In place of what was deleted.
const LOST: &str = "the row was deleted by hand";

/// What the first format knew of a run.
fn run_of_first_format(record: &Record) -> RunRecord {
    RunRecord {
        run: record.run,
        command: "apply".into(),
        phase: if record.state.is_applied() { Phase::Finished } else { Phase::Work },
        status: record.state,
        started_at: record.started_at.clone(),
        finished_at: record.finished_at.clone(),
        elapsed_ms: None,
        tool: record.tool.clone(),
        actor: None,
        server: String::new(),
        session: None,
        error: record.error.clone(),
        seed: None,
        tokens: None,
        affected: None,
        cost_usd: None,
    }
}
