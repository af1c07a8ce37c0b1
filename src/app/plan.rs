//! `plan`: the difference between two schemas as ordered SQL with its impact.

use super::compare::{Comparison, Terms, compare};
use super::offending::{OffendingRows, offending};
use super::source::{Source, Target};
use super::verify_plan::verify;
use super::way_back::{Back, WayBack, way_back};
use super::{AppError, Context};
use crate::dialect::{Dialect, DialectKind, Unsupported};
use crate::driver::Driver;
use crate::impact::{self, ImpactReport, OfflineSides};
use crate::model::{Facts, Fingerprint, ObjectId, Operation, Pair, Plan, Probe, Renames, Schema, object_fingerprints};
use crate::plan::{self as planner, Approach, Script};
use crate::spec::{self, EmitOptions, Manages};
use crate::{gate, store};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct PlanRequest {
    pub target: Source,
    /// Where the plan starts; without it, at the database.
    pub current: Option<Source>,
    pub database: Target,
    /// The engine, where neither side says.
    pub dialect: Option<DialectKind>,
    /// A database in which dbx may build things: to see how the server spells them, and to prove the plan.
    pub scratch: Option<String>,
    /// In one go or in stages; without it by the role of the environment.
    pub approach: Option<Approach>,
    /// Prove the plan before anything is written.
    pub verify: bool,
    /// A file, or a folder in which the file is named by time and `name`.
    pub out: Option<PathBuf>,
    pub name: Option<String>,
    /// Write the sidecar too.
    pub impact_meta: bool,
    /// Risks at high or above are expected.
    pub allow_breaking: bool,
}

/// What `plan --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanReport {
    /// Whether there is anything to do.
    pub differs: bool,
    /// The plan file; empty where there is nothing to do.
    pub sql: String,
    pub impact: ImpactReport,
    pub way_back: WayBack,
    /// Rows that the plan would fail on, where a live database was asked.
    pub offending: Vec<OffendingRows>,
    /// What the engine holds otherwise than written, and what could not be made sure of.
    pub notes: Vec<String>,
    /// Written files.
    pub files: Option<PlanFiles>,
    /// Whether `apply` would want `--allow-breaking`, and it was not given here.
    pub breaking: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanFiles {
    pub sql: PathBuf,
    pub impact: Option<PathBuf>,
    pub down: Option<PathBuf>,
    /// The impact of the way back.
    pub down_impact: Option<PathBuf>,
}

/// A plan with everything that belongs to it.
pub(super) struct Draft {
    pub plan: Plan,
    pub script: Script,
    pub impact: ImpactReport,
    pub way_back: WayBack,
    /// What the way back runs.
    pub back: Option<Back>,
    pub offending: Vec<OffendingRows>,
    /// What keeps others waiting although the plan was to be made in stages.
    pub blocking: Vec<String>,
}

pub async fn plan(context: &Context, request: &PlanRequest) -> Result<PlanReport, AppError> {
    let current = current_or_database(context, request.current.as_ref(), &request.database)?;
    let scratch = context.scratch(request.scratch.as_deref(), &request.database)?;
    let terms = Terms { dialect: request.dialect, scratch };
    let mut comparison = compare(context, Pair::new(&current, &request.target), terms).await?.refuse_unmanaged()?;
    let approach = approach(context, request.approach, &request.database)?;
    let mut draft = draft(context, &mut comparison, approach).await?;
    if wants_sidecar(request) {
        add_sides(&mut draft, &comparison);
    }
    let differs = !draft.script.operations.is_empty();
    let mut notes = notes(&comparison);
    notes.extend(draft.blocking.iter().cloned());
    if request.verify && differs {
        refuse_read_only(context, request, &comparison)?;
        let proof = verify(context, &mut comparison, &draft).await?;
        draft.impact = draft.impact.with_verification(proof.verification);
        notes.extend(proof.notes);
    }
    let files = match destination(context, request) {
        Some(path) if differs => Some(write(&context.folder, &path, &draft, wants_sidecar(request))?),
        _ => None,
    };
    let breaking = draft.impact.level.is_some_and(|level| level >= gate::BREAKING) && !request.allow_breaking;
    Ok(PlanReport {
        differs,
        sql: if differs { draft.script.to_sql() } else { String::new() },
        impact: draft.impact,
        way_back: draft.way_back,
        offending: draft.offending,
        notes,
        files,
        breaking,
    })
}

/// On the server of a read-only environment no database is made to prove a plan in.
fn refuse_read_only(context: &Context, request: &PlanRequest, comparison: &Comparison) -> Result<(), AppError> {
    if comparison.servers.scratch.is_some() || comparison.dialect.capabilities().in_memory.is_some() {
        return Ok(());
    }
    let of_database = match &request.current {
        None => context.environment(&request.database)?.is_some_and(|(_, environment)| environment.read_only),
        Some(_) => false,
    };
    let is_read_only = |source: &Source| match source {
        Source::Database(url) => context.config.environment_at(url).is_some_and(|(_, it)| it.read_only),
        Source::Spec(_) | Source::Empty => false,
    };
    if !of_database && !request.current.iter().chain([&request.target]).any(is_read_only) {
        return Ok(());
    }
    Err(AppError::Refused {
        reason: "this environment is read-only: no database is made beside its own to prove a plan in".into(),
        help: "name an empty database on another server with --scratch, or as `scratch` in dbx.toml".into(),
        risks: Vec::new(),
    })
}

/// What was asked for; otherwise in stages where the environment is production.
pub(super) fn approach(context: &Context, asked: Option<Approach>, database: &Target) -> Result<Approach, AppError> {
    if let Some(approach) = asked {
        return Ok(approach);
    }
    let is_production = context.environment(database)?.is_some_and(|(_, it)| it.role == gate::Role::Production);
    Ok(if is_production { Approach::Online } else { Approach::Direct })
}

pub(super) fn notes(comparison: &Comparison) -> Vec<String> {
    comparison.notes.iter().cloned().chain(comparison.warnings.iter().map(ToString::to_string)).collect()
}

/// `--current` wins over the database that is named.
pub(super) fn current_or_database(
    context: &Context,
    current: Option<&Source>,
    database: &Target,
) -> Result<Source, AppError> {
    match current {
        Some(source) => Ok(source.clone()),
        None => context.database(database)?.map(|database| Source::Database(database.url)).ok_or_else(|| {
            AppError::Usage(
                "where does the plan start? Add --url or --env for a database, --current for a spec, or --current empty".into(),
            )
        }),
    }
}

/// Plans, asks the live database what the rules want to know, judges, and plans the way back.
pub(super) async fn draft(
    context: &Context,
    comparison: &mut Comparison,
    approach: Approach,
) -> Result<Draft, AppError> {
    let dialect: Arc<dyn Dialect> = Arc::clone(&comparison.dialect);
    let schemas = comparison.schemas.as_ref();
    let BothWays { plan, back, objects } = both_ways(approach, dialect.as_ref(), schemas, &comparison.renames)?;
    let plan = plan.map_err(AppError::Unsupported)?;
    let endangered = planner::endangered(&plan.operations, schemas.from);
    if !endangered.is_empty() {
        return Err(AppError::Unsupported(endangered));
    }
    if let Some(object) = planner::forged_marker(&plan) {
        return Err(AppError::Usage(format!(
            "the SQL of {object} has a line that starts with `-- dbx:`, which marks the parts of a plan file"
        )));
    }
    let probes = impact::probes(dialect.as_ref(), &plan);
    let facts = match &mut comparison.servers.current {
        Some(driver) => ask(context, driver.as_mut(), &probes).await?,
        None => Facts::default(),
    };
    let offending = offending(dialect.as_ref(), &facts);
    let plan = impact::judge(dialect.as_ref(), plan, &facts);
    let blocking = match approach {
        Approach::Direct => Vec::new(),
        Approach::Online => {
            planner::blocking(dialect.capabilities(), &plan.operations, comparison.schemas.as_ref().from)
        }
    };
    let (way_back, back) = way_back(context, dialect.as_ref(), &plan, schemas.to, back);
    let script = Script::of(&plan, dialect.kind(), &context.tool);
    let impact = ImpactReport::of(&plan, &script.hash, dialect.as_ref(), &context.tool, objects, &facts);
    Ok(Draft { plan, script, impact, way_back, back, offending, blocking })
}

type Planned<T> = Result<T, Vec<Unsupported>>;

/// The plan, and what is made beside it.
struct BothWays {
    plan: Planned<Plan>,
    /// The operations of the way back.
    back: Planned<Vec<Operation>>,
    /// Of the schema where the plan starts.
    objects: BTreeMap<ObjectId, String>,
}

/// Neither way needs the other or the fingerprints, so they are made side by side.
fn both_ways(
    approach: Approach,
    dialect: &dyn Dialect,
    schemas: Pair<&Schema>,
    renames: &Renames,
) -> Result<BothWays, AppError> {
    thread::scope(|scope| {
        let back = scope.spawn(|| {
            let renames = planner::renames_in_effect(dialect, schemas, renames).reversed();
            planner::operations_by(approach, dialect, schemas.reversed(), &renames)
        });
        let prints = scope.spawn(|| (object_fingerprints(schemas.from), Fingerprint::of(schemas.to)));
        let operations = planner::operations_by(approach, dialect, schemas, renames);
        let back = back.join().map_err(|_| AppError::Bug("the planner of the way back panicked".into()))?;
        let (objects, to) = prints.join().map_err(|_| AppError::Bug("the fingerprints panicked".into()))?;
        let plan = operations.map(|operations| Plan { from: Fingerprint::of_objects(&objects), to, operations });
        Ok(BothWays { plan, back, objects })
    })
}

/// Rows are counted up to here; more is `at least`.
pub(super) const COUNT_LIMIT: u64 = 1_000_000;
pub(super) const COUNT_TIMEOUT: Duration = Duration::from_secs(3);

pub(super) async fn ask(
    context: &Context,
    driver: &mut dyn Driver,
    probes: &BTreeSet<Probe>,
) -> Result<Facts, AppError> {
    let mut facts = Facts::live();
    context.progress.start("asking the database", probes.len() as u64);
    for probe in probes {
        context.progress.step("counting rows");
        if let Some(answer) = driver.answer(probe, COUNT_LIMIT, COUNT_TIMEOUT).await? {
            facts.insert(probe.clone(), answer);
        }
    }
    context.progress.finish();
    Ok(facts)
}

fn wants_sidecar(request: &PlanRequest) -> bool {
    request.impact_meta || request.name.is_some()
}

/// Puts both sides into the impact files where the plan was made without a server, so that `apply` recognizes them.
pub(super) fn add_sides(draft: &mut Draft, comparison: &Comparison) {
    let Some(sides) = offline_sides(comparison) else { return };
    if let Some(back) = &mut draft.back {
        back.impact = back.impact.clone().with_sides(sides.reversed());
    }
    draft.impact = draft.impact.clone().with_sides(sides);
}

/// Both sides as specs, where no server told how it spells them.
fn offline_sides(comparison: &Comparison) -> Option<OfflineSides> {
    if comparison.servers.current.is_some() || comparison.is_exact {
        return None;
    }
    let side = |schema: &Schema, manages: Manages| {
        spec::emit(schema, &EmitOptions { dialect: Some(comparison.dialect.kind()), manages, ..EmitOptions::default() })
    };
    let Pair { from, to } = &comparison.schemas;
    Some(OfflineSides { from: side(from, comparison.manages.from), to: side(to, comparison.manages.to) })
}

/// Where the plan is written: `--out`, or the project's `migrations/` where a name was given.
fn destination(context: &Context, request: &PlanRequest) -> Option<PathBuf> {
    let file_name = || {
        let time = context.clock.now().format("%Y%m%d%H%M%S");
        format!("{time}_{}.sql", store::slug(request.name.as_deref().unwrap_or("plan")))
    };
    match &request.out {
        Some(out) if context.folder.join(out).is_dir() => Some(out.join(file_name())),
        Some(out) => Some(out.clone()),
        None => request.name.as_ref().map(|_| Path::new("migrations").join(file_name())),
    }
}

/// Writes the files of a plan to `path`, which starts at `folder`; the paths that are given back do, too.
pub(super) fn write(folder: &Path, path: &Path, draft: &Draft, sidecars: bool) -> Result<PlanFiles, AppError> {
    let place = |path: &Path| folder.join(path);
    if let Some(folder) = place(path).parent() {
        store::make_folder(folder)?;
    }
    store::write(&place(path), &draft.script.to_sql())?;
    let impact = sidecars.then(|| sidecar_path(path));
    if let Some(path) = &impact {
        write_impact(&place(path), &draft.impact)?;
    }
    let back = draft.back.as_ref().filter(|_| !draft.way_back.sql.is_empty());
    let down = back.map(|_| path.with_extension("down.sql"));
    if let Some(path) = &down {
        store::write(&place(path), &draft.way_back.sql)?;
    }
    let down_impact = down.as_deref().filter(|_| sidecars).map(sidecar_path);
    if let (Some(path), Some(back)) = (&down_impact, back) {
        write_impact(&place(path), &back.impact)?;
    }
    Ok(PlanFiles { sql: path.to_owned(), impact, down, down_impact })
}

fn write_impact(path: &Path, impact: &ImpactReport) -> Result<(), AppError> {
    let json = serde_json::to_string_pretty(impact).map_err(|error| AppError::Bug(error.to_string()))?;
    Ok(store::write(path, &(json + "\n"))?)
}

/// `x.sql` → `x.sql.impact.json`
pub(super) fn sidecar_path(sql: &Path) -> PathBuf {
    let mut name = sql.as_os_str().to_owned();
    name.push(".impact.json");
    PathBuf::from(name)
}
