//! `lint`: SQL that people wrote by hand, judged by the rules for plans.

use super::source::{Source, Target, connect};
use super::{AppError, Context};
use crate::ci;
use crate::diagnostic::Place;
use crate::dialect::{self, Dialect, DialectKind};
use crate::driver::Driver;
use crate::impact::{TableImpact, is_reversible};
use crate::lint::{Finding, LintedStatement, Script, World};
use crate::model::{Algorithm, Facts, Level, LockMode, RowCount, Schema, Session, Value};
use crate::sql::Syntax;
use crate::store;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct LintRequest {
    pub files: Vec<PathBuf>,
    pub dialect: Option<DialectKind>,
    /// A live database, for its schema and its rows.
    pub database: Target,
    /// The schema that the files meet: a spec, or a file of CREATE statements. It wins over the database's.
    pub schema: Option<PathBuf>,
    /// From this level on the files are refused.
    pub fail_on: Level,
}

/// What `lint --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LintReport {
    /// Version of this format: 1.
    pub version: u32,
    pub dialect: DialectKind,
    /// Whether the files were judged against a schema; without one old types are not known and are taken for the worst.
    pub schema_known: bool,
    pub fail_on: Level,
    /// Whether there is a finding at that level or above.
    pub failed: bool,
    pub files: Vec<LintedFile>,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LintedFile {
    pub path: PathBuf,
    pub statements: Vec<StatementReport>,
    pub findings: Vec<FindingReport>,
    #[serde(skip)]
    pub text: String,
}

/// One statement: where it is, and what it does.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatementReport {
    /// From 1, in its file.
    pub number: usize,
    pub line: usize,
    pub column: usize,
    pub sql: String,
    /// Whether dbx understands it.
    pub understood: bool,
    /// The lock on the statement's own table: the first of `tables`.
    pub lock: LockMode,
    /// The same in the engine's own words.
    pub engine_lock: Option<String>,
    /// How MySQL and MariaDB change the table: what they grant when asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<Algorithm>,
    /// Every row of the statement's own table is written again.
    pub rewrites: bool,
    /// Every row of it is read.
    pub scans: bool,
    pub blocks_reads: bool,
    pub blocks_writes: bool,
    /// All relations that are locked, its own first. What the file itself made is left out.
    pub tables: Vec<TableImpact>,
    pub transactional: bool,
    pub reversible: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingReport {
    /// `dbx explain CODE` tells more.
    pub code: String,
    pub level: Level,
    pub line: usize,
    pub column: usize,
    /// Number of the statement, from 1; nothing for a finding about the file.
    pub statement: Option<usize>,
    pub object: String,
    pub message: String,
    pub help: String,
    /// How many rows it meets, where a live database was asked.
    pub rows: Option<RowCount>,
    /// Byte offset in the file.
    #[serde(skip)]
    pub offset: usize,
}

impl LintReport {
    /// The findings of all files, each with its place.
    pub fn findings(&self) -> Vec<ci::Finding> {
        self.files.iter().flat_map(LintedFile::placed).collect()
    }
}

impl LintedFile {
    /// Its findings, each with its place.
    pub fn placed(&self) -> impl Iterator<Item = ci::Finding> {
        self.findings.iter().map(|finding| ci::Finding {
            code: finding.code.clone(),
            weight: ci::Weight::of(finding.level),
            level: Some(finding.level),
            object: Some(finding.object.clone()),
            message: finding.message.clone(),
            help: finding.help.clone(),
            place: ci::Place { file: self.path.clone(), line: finding.line, column: finding.column },
        })
    }
}

pub async fn lint(context: &Context, request: &LintRequest) -> Result<LintReport, AppError> {
    let mut stage = Stage::open(context, request).await?;
    let mut report = LintReport {
        version: 1,
        dialect: stage.dialect.kind(),
        schema_known: stage.schema.is_some(),
        fail_on: request.fail_on,
        failed: false,
        files: Vec::new(),
        notes: std::mem::take(&mut stage.notes),
    };
    let mut world = stage.world();
    for path in &request.files {
        let text = store::read(&context.folder.join(path))?;
        report.files.push(stage.judge(context, path, &text, &mut world).await?);
    }
    let findings = report.files.iter().flat_map(|file| &file.findings);
    report.failed = findings.into_iter().any(|finding| finding.level >= request.fail_on);
    Ok(report)
}

/// What the files are judged against.
pub(super) struct Stage {
    dialect: Arc<dyn Dialect>,
    schema: Option<Schema>,
    session: Session,
    driver: Option<Box<dyn Driver>>,
    notes: Vec<String>,
}

impl Stage {
    async fn open(context: &Context, request: &LintRequest) -> Result<Self, AppError> {
        // A schema that is named is enough: nobody wants a default environment to be connected to then.
        let is_named = request.database.url.is_some() || request.database.env.is_some();
        let database = match &request.schema {
            Some(_) if !is_named => None,
            Some(_) | None => context.database(&request.database)?,
        };
        let mut stage = match database {
            Some(database) => Self::live(context, connect(&database.url).await?).await?,
            None => Self::offline(request)?,
        };
        if let Some(kind) = request.dialect.filter(|kind| *kind != stage.dialect.kind()) {
            return Err(AppError::Usage(format!(
                "--dialect {kind} does not go with a database of {}",
                stage.dialect.kind()
            )));
        }
        if let Some(path) = &request.schema {
            stage.schema = Some(stage.schema_in(context, path).await?);
        }
        if stage.schema.is_none() {
            stage
                .notes
                .push("no schema is known, so old types are taken for the worst: add --url, --env or --schema".into());
        }
        Ok(stage)
    }

    async fn live(context: &Context, mut driver: Box<dyn Driver>) -> Result<Self, AppError> {
        let dialect = driver.dialect();
        let schema = dialect.normalize(driver.inspect(&context.scope()).await?).schema;
        let time_zone = match dialect.capabilities().time_zone_query {
            Some(query) => {
                let rows = driver.query(query, &[]).await?;
                rows.rows.first().and_then(|row| row.first()).and_then(Value::as_str).map(str::to_owned)
            }
            None => None,
        };
        let session = Session { time_zone, ..Session::default() };
        Ok(Self { dialect, schema: Some(schema), session, driver: Some(driver), notes: Vec::new() })
    }

    /// Against a schema, and the rows of its database where that is at hand.
    pub fn of(dialect: Arc<dyn Dialect>, schema: Schema, driver: Option<Box<dyn Driver>>) -> Self {
        Self { dialect, schema: Some(schema), session: Session::default(), driver, notes: Vec::new() }
    }

    fn offline(request: &LintRequest) -> Result<Self, AppError> {
        let Some(kind) = request.dialect else {
            return Err(AppError::Usage(
                "which engine is the SQL for? Add --dialect postgres, mysql or sqlite, or a database with --url or --env"
                    .into(),
            ));
        };
        let (dialect, session) = (dialect::of(kind), Session::default());
        Ok(Self { dialect, schema: None, session, driver: None, notes: Vec::new() })
    }

    /// The schema of a spec, or of a file of SQL.
    async fn schema_in(&mut self, context: &Context, path: &Path) -> Result<Schema, AppError> {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("sql")) {
            let text = store::read(&context.folder.join(path))?;
            let (schema, unread) = crate::lint::schema_of(self.dialect.as_ref(), &text);
            let notes = unread.iter().map(|(Place { line, column, .. }, why)| {
                format!("{}:{line}:{column}: {why}; it is left out of the schema", path.display())
            });
            self.notes.extend(notes);
            return Ok(schema);
        }
        let side = super::source::Side::open(context, &Source::Spec(path.to_owned())).await?;
        Ok(self.dialect.normalize(side.schema).schema)
    }

    pub fn world(&self) -> World {
        match &self.schema {
            Some(schema) => World::of(schema.clone(), self.session.clone()),
            None => World::unknown(),
        }
    }

    pub fn syntax(&self) -> Syntax {
        self.dialect.capabilities().syntax
    }

    /// Judges one file; the world is afterwards what the file leaves.
    pub async fn judge(
        &mut self,
        context: &Context,
        path: &Path,
        text: &str,
        world: &mut World,
    ) -> Result<LintedFile, AppError> {
        let dialect = Arc::clone(&self.dialect);
        let script = Script::read(dialect.as_ref(), text, world);
        let facts = self.ask(context, &script).await?;
        Ok(file(path, text, &script, &facts))
    }

    /// Asks the live database, where there is one, what the rules want to know.
    async fn ask(&mut self, context: &Context, script: &Script<'_>) -> Result<Facts, AppError> {
        match &mut self.driver {
            Some(driver) => super::plan::ask(context, driver.as_mut(), &script.probes()).await,
            None => Ok(Facts::default()),
        }
    }
}

fn file(path: &Path, text: &str, script: &Script<'_>, facts: &Facts) -> LintedFile {
    let findings = script.judge(facts);
    let mut codes: BTreeMap<usize, Vec<&'static str>> = BTreeMap::new();
    for Finding { risk, statement, .. } in &findings {
        statement.iter().for_each(|number| codes.entry(*number).or_default().push(risk.code));
    }
    let codes = |number| codes.get(&number).into_iter().flatten().copied();
    let statements = script.statements.iter().enumerate();
    LintedFile {
        path: path.to_owned(),
        statements: statements.map(|(number, it)| statement(number, it, is_reversible(codes(number)), facts)).collect(),
        findings: findings.iter().map(finding).collect(),
        text: text.to_owned(),
    }
}

fn statement(number: usize, it: &LintedStatement, reversible: bool, facts: &Facts) -> StatementReport {
    let tables: Vec<TableImpact> =
        it.effect.touches.iter().map(|touch| TableImpact::of(touch, &it.effect, facts)).collect();
    let own = tables.first();
    StatementReport {
        number: number + 1,
        line: it.place.line,
        column: it.place.column,
        sql: it.sql.clone(),
        understood: it.understood,
        lock: own.map_or(LockMode::None, |own| own.lock),
        engine_lock: own.and_then(|own| own.engine_lock.clone()),
        algorithm: it.effect.algorithm,
        rewrites: own.is_some_and(|own| own.rewrites),
        scans: own.is_some_and(|own| own.scans),
        blocks_reads: tables.iter().any(|table| table.blocks_reads),
        blocks_writes: tables.iter().any(|table| table.blocks_writes),
        transactional: it.transactional,
        reversible,
        tables,
    }
}

fn finding(finding: &Finding) -> FindingReport {
    let Finding { risk, place, statement } = finding;
    FindingReport {
        code: risk.code.to_owned(),
        level: risk.level,
        line: place.line,
        column: place.column,
        statement: statement.map(|number| number + 1),
        object: risk.object.to_string(),
        message: risk.message.clone(),
        help: risk.help.clone(),
        rows: risk.rows,
        offset: place.offset,
    }
}
