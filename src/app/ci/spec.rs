//! One spec that changed: is it valid, what leads to it, and what can go wrong on the way.

use super::CiRequest;
use super::history::History;
use super::place::Places;
use crate::app::compare::{Comparison, Terms, compare_sides};
use crate::app::plan::{self, Draft};
use crate::app::source::{Side, connect};
use crate::app::{AppError, Context};
use crate::ci::{Finding, OperationLine, Place, Planned, SpecChange, SpecStatus, Weight};
use crate::diagram::{self, Diagram, Format, Marks};
use crate::git::Tree;
use crate::model::{Level, Name, Pair, Schema};
use crate::plan as planner;
use crate::spec::{self, Loaded, Spec};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The name of the agreed spec beside those of proposals.
pub(super) const AGREED: &str = "current";

/// A spec that was looked at.
pub(super) struct Examined {
    pub change: SpecChange,
    pub findings: Vec<Finding>,
    pub draft: Option<Draft>,
    /// The picture of the change.
    pub svg: Option<String>,
    /// The two sides as far as they could be compared, for judging SQL.
    pub comparison: Option<Comparison>,
    pub notes: Vec<String>,
    /// How many errors the spec has.
    pub errors: usize,
}

/// What is to be looked at: two sides, each with the file or folder of its spec.
struct Subject<'a> {
    name: String,
    paths: Pair<Option<&'a Path>>,
    /// Where its files go, from the folder of the artifacts.
    folder: PathBuf,
}

/// All specs that changed, the agreed one first. That is looked at also where it did not change and SQL did.
pub(super) async fn examine_all(
    context: &Context,
    request: &CiRequest,
    history: &History,
) -> Result<Vec<Examined>, AppError> {
    let layout = &history.layout;
    let mut found = Vec::new();
    let agreed = Subject {
        name: AGREED.to_owned(),
        paths: layout.spec.as_ref().map(|path| path.as_deref()),
        folder: PathBuf::new(),
    };
    let is_agreed_changed = is_changed(history, &agreed.paths);
    if is_agreed_changed {
        found.push(examine(context, request, history, agreed).await?);
    }
    let proposals: Vec<PathBuf> = changed_proposals(history);
    // The files of a proposal that is alone lie at the top, where everybody looks for them.
    let is_alone = !is_agreed_changed && proposals.len() == 1;
    for path in &proposals {
        let name = super::proposal::name_of(path);
        let folder = if is_alone { PathBuf::new() } else { Path::new("proposals").join(&name) };
        let to = history.trees.to.has_file(path).then_some(path.as_path());
        let paths = Pair::new(layout.spec.from.as_deref(), to);
        found.push(examine(context, request, history, Subject { name, paths, folder }).await?);
    }
    Ok(found)
}

/// Proposals of which a file differs, those that are gone too.
fn changed_proposals(history: &History) -> Vec<PathBuf> {
    let folder = &history.layout.proposals;
    let of_trees = [&history.trees.from, &history.trees.to].map(|tree| tree.files_in(folder));
    let all: BTreeSet<PathBuf> =
        of_trees.into_iter().flatten().filter(|path| super::proposal::is_proposal(path)).collect();
    let changed = |path: &PathBuf| {
        let files = files_of(&history.trees.to, path).into_iter().chain([path.clone()]);
        history.differs(&files.collect::<Vec<_>>())
    };
    all.into_iter().filter(changed).collect()
}

fn is_changed(history: &History, paths: &Pair<Option<&Path>>) -> bool {
    if paths.from.is_some() != paths.to.is_some() {
        return true;
    }
    let sides = [(paths.from, &history.trees.from), (paths.to, &history.trees.to)];
    let files = sides.into_iter().filter_map(|(path, tree)| Some(files_of(tree, path?)));
    history.differs(&files.flatten().collect::<Vec<_>>())
}

/// All files that a spec is made of.
fn files_of(tree: &Tree, path: &Path) -> Vec<PathBuf> {
    let loaded = spec::load(path, tree);
    let read = loaded.sources.iter().map(|source| source.path.as_ref().clone());
    // What could not be read is asked for in a diagnostic only; it is part of the spec all the same.
    let named = loaded.diagnostics.iter().flat_map(|it| &it.labels).map(|label| label.span.file.as_ref().clone());
    read.chain(named).collect::<BTreeSet<_>>().into_iter().collect()
}

async fn examine(
    context: &Context,
    request: &CiRequest,
    history: &History,
    Subject { name, paths, folder }: Subject<'_>,
) -> Result<Examined, AppError> {
    let Some(path) = paths.to else { return Ok(Examined::deleted(name, paths.from, history)) };
    let is_new = name != AGREED && !history.trees.from.has_file(path) || paths.from.is_none();
    let status = if is_new { SpecStatus::Added } else { SpecStatus::Changed };
    let mut examined = Examined::of(SpecChange { name, path: path.to_owned(), status, plan: None, problem: None });
    let base = paths.from.map(|path| spec::load(path, &history.trees.from));
    let head = spec::load(path, &history.trees.to);
    examined.look_at(&head, base.as_ref(), path);
    if let Some(base) = base.as_ref().filter(|base| base.has_errors()) {
        let place = base.diagnostics.iter().find(|it| it.is_error()).map(ToString::to_string).unwrap_or_default();
        examined.notes.push(format!("the spec of the base is not valid: {place}"));
        examined.errors += usize::from(examined.errors == 0);
    }
    if examined.errors > 0 {
        examined.change.problem = Some("the spec is not valid".to_owned());
        return Ok(examined);
    }
    let drawn = head.spec.clone();
    let current = match base {
        _ if super::is_live(request) => {
            Side::live(context, connect(&context.needed_database(&request.database)?.url).await?).await?
        }
        Some(base) => Side::of_spec(base),
        None => Side::empty(),
    };
    let scratch = match request.scratch.is_some() || super::is_live(request) {
        true => context.scratch(request.scratch.as_deref(), &request.database)?,
        false => None,
    };
    let terms = Terms { dialect: request.dialect, scratch };
    let places = |namespace: Option<&Name>| Places::of(&drawn, namespace, path.to_owned());
    match compare_sides(context, Pair::new(current, Side::of_spec(head)), terms)
        .await
        .and_then(Comparison::refuse_unmanaged)
    {
        Ok(comparison) => examined.plan(context, request, comparison, &drawn, folder, &places).await?,
        Err(AppError::Unsupported(reasons)) => examined.cannot(&reasons, &places(None)),
        Err(error) => return Err(error),
    }
    Ok(examined)
}

impl Examined {
    fn of(change: SpecChange) -> Self {
        Self { change, findings: Vec::new(), draft: None, svg: None, comparison: None, notes: Vec::new(), errors: 0 }
    }

    /// A proposal may go; without the agreed spec nobody can tell what a database should be.
    fn deleted(name: String, before: Option<&Path>, history: &History) -> Self {
        let is_agreed = name == AGREED;
        let path = match before {
            Some(path) if is_agreed => path.to_owned(),
            Some(_) | None => history.layout.proposals.join(format!("{name}.yml")),
        };
        let (status, plan) = (SpecStatus::Deleted, None);
        let problem = Some("it is gone: nothing is planned".to_owned());
        let mut examined = Self::of(SpecChange { name, path: path.clone(), status, plan, problem });
        if is_agreed {
            examined.findings.push(Finding {
                code: "spec-deleted".to_owned(),
                weight: Weight::Error,
                level: Some(Level::Critical),
                object: None,
                message: "the agreed spec is gone; no plan is made, since it would drop every object".to_owned(),
                help: "name the spec with --spec where it has moved".to_owned(),
                place: Place { file: path, line: 1, column: 1 },
            });
        }
        examined
    }

    /// Errors, and warnings that the base did not have.
    fn look_at(&mut self, head: &Loaded, base: Option<&Loaded>, path: &Path) {
        let told = |loaded: &Loaded| {
            let linted = if loaded.has_errors() { Vec::new() } else { spec::lint(&loaded.spec) };
            loaded.diagnostics.iter().cloned().chain(linted).collect::<Vec<_>>()
        };
        let known: BTreeSet<(String, String)> = base
            .map(|base| told(base).into_iter().map(|it| (it.code.to_owned(), it.message)).collect())
            .unwrap_or_default();
        for diagnostic in told(head) {
            self.errors += usize::from(diagnostic.is_error());
            if diagnostic.is_error() || !known.contains(&(diagnostic.code.to_owned(), diagnostic.message.clone())) {
                self.findings.push(Finding::of_diagnostic(&diagnostic, path.to_owned()));
            }
        }
    }

    async fn plan(
        &mut self,
        context: &Context,
        request: &CiRequest,
        mut comparison: Comparison,
        drawn: &Spec,
        folder: PathBuf,
        places: &dyn Fn(Option<&Name>) -> Places,
    ) -> Result<(), AppError> {
        let approach = match request.approach {
            None if !super::is_live(request) => planner::Approach::Direct,
            asked => plan::approach(context, asked, &request.database)?,
        };
        let namespace = comparison.dialect.capabilities().default_namespace.map(Name::from);
        let places = places(namespace.as_ref());
        let mut draft = match plan::draft(context, &mut comparison, approach).await {
            Ok(draft) => draft,
            Err(AppError::Unsupported(reasons)) => {
                self.cannot(&reasons, &places);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        plan::add_sides(&mut draft, &comparison);
        self.notes.extend(comparison.notes.iter().chain(&draft.blocking).cloned());
        let risks = draft.plan.operations.iter().flat_map(|operation| &operation.risks);
        self.findings.extend(risks.map(|risk| Finding {
            code: risk.code.to_owned(),
            weight: Weight::of(risk.level),
            level: Some(risk.level),
            object: Some(risk.object.to_string()),
            message: risk.message.clone(),
            help: risk.help.clone(),
            place: places.find(&risk.object),
        }));
        let picture = picture(&comparison, &drawn.schema, namespace);
        let is_change = !draft.script.operations.is_empty();
        let diagram = if picture.has_marks() {
            diagram::draw(&picture.around_changes(1).keys_only(), Format::Mermaid)
        } else {
            String::new()
        };
        self.svg = is_change.then(|| diagram::draw(&whole_or_near(picture), Format::Svg));
        self.change.plan = Some(planned(&draft, diagram, folder));
        self.draft = Some(draft);
        self.comparison = Some(comparison);
        Ok(())
    }

    /// The engine, or dbx, cannot do it.
    fn cannot(&mut self, reasons: &[crate::dialect::Unsupported], places: &Places) {
        self.change.problem = Some("it cannot be planned".to_owned());
        self.findings.extend(reasons.iter().map(|reason| Finding {
            code: "unsupported".to_owned(),
            weight: Weight::Error,
            level: None,
            object: Some(reason.object.clone()),
            message: format!("{}: {}", reason.object, reason.message),
            help: reason.help.clone(),
            place: places.find_printed(&reason.object),
        }));
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

fn planned(draft: &Draft, diagram: String, folder: PathBuf) -> Planned {
    let report = &draft.impact;
    Planned {
        dialect: report.dialect,
        hash: report.plan.clone(),
        level: report.level,
        operations: report
            .operations
            .iter()
            .map(|it| OperationLine {
                number: it.number,
                title: it.title.clone(),
                lock: it.lock.as_str().to_owned(),
                blocks_reads: it.blocks_reads,
                blocks_writes: it.blocks_writes,
                rewrites: it.rewrites,
                level: it.risks.iter().map(|risk| risk.level).max(),
            })
            .collect(),
        lost: draft.way_back.lost.clone(),
        sql: if draft.script.operations.is_empty() { String::new() } else { draft.script.to_sql() },
        diagram,
        folder,
    }
}
