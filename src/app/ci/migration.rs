//! Files of SQL that changed: plans are taken at their impact file, everything else is judged by its statements.

use super::CiRequest;
use super::examined::Examined;
use super::history::History;
use super::spec::engine;
use crate::app::lint::Stage;
use crate::app::plan::sidecar_path;
use crate::app::source::{Side, connect};
use crate::app::{AppError, Context};
use crate::ci::{Finding, Migration, MigrationKind, Place, Weight};
use crate::dialect;
use crate::git::{FileChange, FileStatus};
use crate::impact::ImpactReport;
use crate::lint::World;
use crate::model::Level;
use crate::plan::{Script, ScriptError};
use crate::spec;
use crate::sql::Syntax;
use std::path::Path;

/// What was found in files of SQL.
#[derive(Default)]
pub(super) struct Edited {
    pub migrations: Vec<Migration>,
    pub findings: Vec<Finding>,
    pub notes: Vec<String>,
}

pub(super) async fn examine(
    context: &Context,
    request: &CiRequest,
    history: &History,
    agreed: Option<&Examined>,
) -> Result<Edited, AppError> {
    let changed: Vec<&FileChange> = history.changes.iter().filter(|it| is_migration(history, &it.path)).collect();
    let mut edited = Edited::default();
    if changed.is_empty() {
        return Ok(edited);
    }
    let mut bench = Bench::open(context, request, history, agreed).await?;
    for change in changed {
        match &change.status {
            FileStatus::Deleted => edited.deleted(&change.path),
            FileStatus::Added => edited.look_at(context, history, &mut bench, &change.path).await?,
            FileStatus::Modified | FileStatus::Renamed { .. } => {
                edited.changed_later(&change.path);
                edited.look_at(context, history, &mut bench, &change.path).await?;
            }
        }
    }
    Ok(edited)
}

fn is_migration(history: &History, path: &Path) -> bool {
    path.parent() == Some(&history.layout.migrations) && path.extension().is_some_and(|extension| extension == "sql")
}

fn is_way_back(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".down.sql"))
}

/// What hand-written SQL is judged against; nothing where the engine is not known.
struct Bench(Option<(Stage, World)>);

impl Bench {
    async fn open(
        context: &Context,
        request: &CiRequest,
        history: &History,
        agreed: Option<&Examined>,
    ) -> Result<Self, AppError> {
        let stage = if super::is_live(request) {
            let driver = connect(&context.needed_database(&request.database)?.url).await?;
            let Side { schema, driver, .. } = Side::live(context, driver).await?;
            let dialect = driver.as_ref().map(|driver| driver.dialect());
            dialect.map(|dialect| Stage::of(dialect.clone(), dialect.normalize(schema).schema, driver))
        } else if let Some(comparison) = agreed.and_then(|it| it.comparison.as_ref()) {
            Some(Stage::of(comparison.dialect.clone(), comparison.schemas.from.clone(), None))
        } else {
            offline(context, request, history)
        };
        Ok(Self(stage.map(|stage| {
            let world = stage.world();
            (stage, world)
        })))
    }

    fn syntax(&self) -> Syntax {
        // Of a plan the header alone is read by it, in which engines do not differ.
        self.0.as_ref().map_or(Syntax::Postgres, |(stage, _)| stage.syntax())
    }
}

/// The schema of the base's spec, where that is valid; nothing where nobody says for which engine it is.
fn offline(context: &Context, request: &CiRequest, history: &History) -> Option<Stage> {
    let base = history.layout.spec.from.as_ref().map(|path| spec::load(path, &history.trees.from));
    let base = base.filter(|base| !base.has_errors()).unwrap_or_default();
    let Ok(Some(kind)) = engine(context, request, [base.spec.dialect, None]) else { return None };
    let dialect = dialect::of(kind);
    Some(Stage::of(dialect.clone(), dialect.normalize(base.spec.schema).schema, None))
}

impl Edited {
    fn deleted(&mut self, path: &Path) {
        self.migrations.push(Migration { path: path.to_owned(), kind: MigrationKind::Deleted, level: None });
        let message = "the file is gone; databases that have it in their ledger will miss it";
        self.tell(path, "migration-deleted", Level::Medium, message, "keep the files of everything that was applied");
    }

    fn changed_later(&mut self, path: &Path) {
        let message = "the file was there before, and is another one now; a database that has applied it refuses it";
        let help = "leave it as it was, and write a new one for what is to change";
        self.tell(path, "migration-edited", Level::Medium, message, help);
    }

    fn tell(&mut self, path: &Path, code: &str, level: Level, message: &str, help: &str) {
        self.findings.push(Finding {
            code: code.to_owned(),
            weight: Weight::of(level),
            level: Some(level),
            object: None,
            message: message.to_owned(),
            help: help.to_owned(),
            place: Place { file: path.to_owned(), line: 1, column: 1 },
        });
    }

    async fn look_at(
        &mut self,
        context: &Context,
        history: &History,
        bench: &mut Bench,
        path: &Path,
    ) -> Result<(), AppError> {
        let bytes = history.trees.to.bytes(path).map_err(|error| error.to_string());
        let text = match bytes.and_then(|bytes| String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned()))
        {
            Ok(text) => text,
            Err(why) => {
                let message = format!("the file cannot be read: {why}");
                self.tell(path, "unreadable-file", Level::High, &message, "save it as UTF-8");
                self.migrations.push(migration(path, MigrationKind::ByHand, Some(Level::High)));
                return Ok(());
            }
        };
        let script = match Script::parse(&text, bench.syntax()) {
            Ok(script) => script,
            Err(error @ ScriptError::Changed { .. }) => {
                self.tell(
                    path,
                    "plan-edited",
                    Level::High,
                    &error.to_string(),
                    "plan again; no database takes it as it is",
                );
                self.migrations.push(migration(path, MigrationKind::Plan, Some(Level::High)));
                return Ok(());
            }
            // SQL that cannot be taken apart has findings of its own.
            Err(_) => Script { header: None, operations: Vec::new(), hash: String::new() },
        };
        if is_way_back(path) {
            self.migrations.push(migration(path, MigrationKind::WayBack, None));
            return Ok(());
        }
        match script.header.as_ref().map(|_| self.sidecar(history, path, &script)) {
            Some(Some(report)) => self.plan(path, &text, &report),
            Some(None) | None => self.by_hand(context, bench, path, &text).await?,
        }
        Ok(())
    }

    /// The impact file beside a plan, if it is there and belongs to it.
    fn sidecar(&mut self, history: &History, path: &Path, script: &Script) -> Option<ImpactReport> {
        let sidecar = sidecar_path(path);
        let json = String::from_utf8(history.trees.to.bytes(&sidecar).ok()?).unwrap_or_default();
        match ImpactReport::read(&json, &script.hash, script.operations.len()) {
            Ok(report) => Some(report),
            Err(error) => {
                self.notes.push(format!("{} does not count: {error}; the SQL itself is judged", sidecar.display()));
                None
            }
        }
    }

    fn plan(&mut self, path: &Path, text: &str, report: &ImpactReport) {
        for operation in &report.operations {
            let marker = format!("-- dbx:operation {} ", operation.number);
            let line = text.lines().position(|line| line.starts_with(&marker)).map_or(1, |at| at + 1);
            self.findings.extend(operation.risks.iter().map(|risk| Finding {
                code: risk.code.clone(),
                weight: Weight::of(risk.level),
                level: Some(risk.level),
                object: Some(risk.object.clone()),
                message: risk.message.clone(),
                help: risk.help.clone(),
                place: Place { file: path.to_owned(), line, column: 1 },
            }));
        }
        self.migrations.push(migration(path, MigrationKind::Plan, report.level));
    }

    async fn by_hand(&mut self, context: &Context, bench: &mut Bench, path: &Path, text: &str) -> Result<(), AppError> {
        let Some((stage, world)) = &mut bench.0 else {
            self.tell(
                path,
                "unknown-engine",
                Level::High,
                "nobody said for which engine the SQL is, so that it was not judged",
                "add --dialect postgres, mysql or sqlite, or `dialect:` to the spec",
            );
            self.migrations.push(migration(path, MigrationKind::ByHand, Some(Level::High)));
            return Ok(());
        };
        let linted = stage.judge(context, path, text, world).await?;
        let level = linted.findings.iter().map(|finding| finding.level).max();
        self.findings.extend(linted.placed());
        self.migrations.push(migration(path, MigrationKind::ByHand, level));
        Ok(())
    }
}

fn migration(path: &Path, kind: MigrationKind, level: Option<Level>) -> Migration {
    Migration { path: path.to_owned(), kind, level }
}
