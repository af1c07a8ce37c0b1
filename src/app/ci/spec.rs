//! One spec that changed: is it valid, what leads to it, and what can go wrong on the way.

use super::CiRequest;
use super::examined::Examined;
use super::history::History;
use super::place::Places;
use super::subject::{Subject, subjects};
use crate::app::compare::{Comparison, Terms, compare_sides};
use crate::app::plan::{self, Draft};
use crate::app::source::{Side, connect};
use crate::app::{AppError, Context};
use crate::ci::{OperationLine, Planned};
use crate::diagram::{self, Diagram, Format, Marks};
use crate::dialect::DialectKind;
use crate::model::{Name, Pair, Schema};
use crate::plan as planner;
use crate::spec::{self, Loaded};
use std::path::PathBuf;

/// All specs that changed, the agreed one first.
pub(super) async fn examine_all(
    context: &Context,
    request: &CiRequest,
    history: &History,
) -> Result<Vec<Examined>, AppError> {
    let mut found = Vec::new();
    for subject in subjects(history) {
        found.push(examine(context, request, history, &subject).await?);
    }
    Ok(found)
}

async fn examine(
    context: &Context,
    request: &CiRequest,
    history: &History,
    subject: &Subject,
) -> Result<Examined, AppError> {
    let Some(path) = &subject.sides.to else { return Ok(Examined::gone(subject)) };
    let mut examined = Examined::of(subject);
    let base = subject.sides.from.as_ref().map(|path| spec::load(path, &history.trees.from));
    let head = spec::load(path, &history.trees.to);
    examined.look_at(&head, base.as_ref());
    if !super::is_live(request) {
        examined.refuse_base(base.as_ref());
    }
    if examined.errors > 0 {
        examined.change.problem = Some("the spec is not valid".to_owned());
        return Ok(examined);
    }
    let dialect = engine(context, request, [head.spec.dialect, base.as_ref().and_then(|base| base.spec.dialect)])?;
    match as_accepted(context, dialect, history, subject, base.as_ref(), head).await {
        Ok(head) => examined.plan(context, request, Way { base, head, dialect }, subject).await?,
        Err(AppError::Refused { reason, help, .. }) => examined.cannot_be_accepted(reason, help),
        Err(error) => return Err(error),
    }
    Ok(examined)
}

/// What was asked for, or what a spec says. Of the default environment only an address that is written in `dbx.toml` counts: what a change brings along
/// must not be able to run a command.
pub(super) fn engine(
    context: &Context,
    request: &CiRequest,
    said: [Option<DialectKind>; 2],
) -> Result<Option<DialectKind>, AppError> {
    if super::is_live(request) {
        return Ok(request.dialect);
    }
    let known = request.dialect.or(said[0]).or(said[1]).or_else(|| context.config.default_dialect());
    match known {
        Some(kind) => Ok(Some(kind)),
        None => Err(AppError::Usage(
            "for which engine? Add --dialect postgres, mysql or sqlite, or `dialect:` to the spec".into(),
        )),
    }
}

/// The spec of the head; of a proposal from before the agreed spec changed, what `accept` would make of it.
async fn as_accepted(
    context: &Context,
    dialect: Option<DialectKind>,
    history: &History,
    subject: &Subject,
    base: Option<&Loaded>,
    head: Loaded,
) -> Result<Loaded, AppError> {
    match base {
        Some(agreed) if !subject.is_agreed() => {
            let merged = super::proposal::as_accepted(context, dialect, history, agreed, &head, &subject.path).await?;
            Ok(merged.unwrap_or(head))
        }
        Some(_) | None => Ok(head),
    }
}

/// The two specs between which a plan leads.
struct Way {
    base: Option<Loaded>,
    head: Loaded,
    dialect: Option<DialectKind>,
}

impl Examined {
    async fn plan(
        &mut self,
        context: &Context,
        request: &CiRequest,
        way: Way,
        subject: &Subject,
    ) -> Result<(), AppError> {
        let spec = way.head.spec.clone();
        let places = |namespace: Option<&Name>| Places::of(&spec, namespace, subject.path.clone());
        let mut comparison = match compare(context, request, way).await {
            Ok(comparison) => comparison,
            Err(AppError::Unsupported(reasons)) => {
                self.cannot_be_planned(&reasons, &places(None));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let namespace = comparison.dialect.capabilities().default_namespace.map(Name::from);
        let places = places(namespace.as_ref());
        let approach = approach(context, request)?;
        let mut draft = match plan::draft(context, &mut comparison, approach).await {
            Ok(draft) => draft,
            Err(AppError::Unsupported(reasons)) => {
                self.cannot_be_planned(&reasons, &places);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        plan::add_sides(&mut draft, &comparison);
        self.notes.extend(comparison.notes.iter().chain(&draft.blocking).cloned());
        self.add_risks(&draft.plan.operations, &places);
        let picture = picture(&comparison, &spec.schema, namespace);
        self.change.plan = Some(planned(&draft, &picture, subject.folder.clone()));
        self.svg = Some(diagram::draw(&whole_or_near(picture), Format::Svg));
        self.draft = Some(draft);
        self.comparison = Some(comparison);
        Ok(())
    }
}

async fn compare(context: &Context, request: &CiRequest, way: Way) -> Result<Comparison, AppError> {
    let is_live = super::is_live(request);
    let current = match way.base {
        _ if is_live => Side::live(context, connect(&context.needed_database(&request.database)?.url).await?).await?,
        Some(base) => Side::of_spec(base),
        None => Side::empty(),
    };
    let scratch = match is_live || request.scratch.is_some() {
        true => context.scratch(request.scratch.as_deref(), &request.database)?,
        false => None,
    };
    let terms = Terms { dialect: way.dialect, scratch };
    compare_sides(context, Pair::new(current, Side::of_spec(way.head)), terms).await?.refuse_unmanaged()
}

fn approach(context: &Context, request: &CiRequest) -> Result<planner::Approach, AppError> {
    match request.approach {
        None if !super::is_live(request) => Ok(planner::Approach::Direct),
        asked => plan::approach(context, asked, &request.database),
    }
}

/// The schema as it was written, since normalized ones have forgotten what is a fact and what a dimension.
fn picture(comparison: &Comparison, schema: &Schema, namespace: Option<Name>) -> Diagram {
    let changes = planner::changes(comparison.dialect.as_ref(), comparison.schemas.as_ref(), &comparison.renames);
    Diagram::of(schema, &Marks::of(&changes, namespace))
}

/// More tables than this are no picture that anybody reads.
const READABLE: usize = 30;

fn whole_or_near(picture: Diagram) -> Diagram {
    if picture.boxes.len() <= READABLE || !picture.has_marks() { picture } else { picture.around_changes(1) }
}

fn planned(draft: &Draft, picture: &Diagram, folder: PathBuf) -> Planned {
    let report = &draft.impact;
    let operations = report.operations.iter().map(|it| OperationLine {
        number: it.number,
        title: it.title.clone(),
        lock: it.lock.as_str().to_owned(),
        blocks_reads: it.blocks_reads,
        blocks_writes: it.blocks_writes,
        rewrites: it.rewrites,
        level: it.risks.iter().map(|risk| risk.level).max(),
    });
    let diagram = if picture.has_marks() {
        diagram::draw(&picture.around_changes(1).keys_only(), Format::Mermaid)
    } else {
        String::new()
    };
    Planned {
        dialect: report.dialect,
        hash: report.plan.clone(),
        level: report.level,
        operations: operations.collect(),
        lost: draft.way_back.lost.clone(),
        sql: if draft.script.operations.is_empty() { String::new() } else { draft.script.to_sql() },
        diagram,
        folder,
    }
}
