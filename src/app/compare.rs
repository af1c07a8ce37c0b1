//! The two sides of a plan, read, made comparable, and found to be expressible.

use super::access;
use super::context::ScratchAddress;
use super::source::{Side, Source, connect};
use super::spelling::{self, Servers, Spelling};
use super::{AppError, Context};
use crate::diagnostic::Diagnostic;
use crate::dialect::{self, Dialect, DialectKind, Normalized, Note, Unsupported};
use crate::driver::{Definers, Driver};
use crate::model::{Name, Pair, Renames, Schema};
use crate::spec::Manages;
use futures_util::future::join;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread;

/// Two normalized schemas of one engine.
pub(super) struct Comparison {
    pub dialect: Arc<dyn Dialect>,
    pub schemas: Pair<Schema>,
    pub renames: Renames,
    /// What each side speaks of.
    pub manages: Pair<Manages>,
    /// The databases of the sides that are live, and the scratch database, if there is one.
    pub servers: Servers,
    /// Both sides are as a server spells them.
    pub is_exact: bool,
    /// What the engine holds otherwise than written, and what could not be made sure of.
    pub notes: Vec<String>,
    pub warnings: Vec<Diagnostic>,
    /// Objects that dbx does not manage and by which the sides differ: no plan leads from one to the other.
    pub unmanaged: Vec<Unsupported>,
}

impl Comparison {
    /// Refuses a comparison that no plan can close.
    pub fn refuse_unmanaged(self) -> Result<Self, AppError> {
        if self.unmanaged.is_empty() { Ok(self) } else { Err(AppError::Unsupported(self.unmanaged)) }
    }

    /// Building from nothing, what dbx cannot make is told and left to somebody else; in a database that is there already it is refused.
    pub fn tell_unmanaged_when_empty(mut self) -> Result<Self, AppError> {
        if self.schemas.from.objects.is_empty() {
            self.notes.extend(self.unmanaged.drain(..).map(|entry| entry.to_string()));
        }
        self.refuse_unmanaged()
    }
}

/// How two sides are to be compared, besides by what they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    /// The engine, where neither side is live or says.
    pub dialect: Option<DialectKind>,
    /// Where dbx may build things to see how the server spells them.
    pub scratch: Option<ScratchAddress>,
}

/// Reads and normalizes both sides.
pub(super) async fn compare(context: &Context, sources: Pair<&Source>, terms: Terms) -> Result<Comparison, AppError> {
    let (current, target) = join(Side::open(context, sources.from), Side::open(context, sources.to)).await;
    compare_sides(context, Pair::new(current?, target?), terms).await
}

/// As [`compare`], with the current side open already.
pub(super) async fn compare_with(
    context: &Context,
    current: Side,
    target: &Source,
    terms: Terms,
) -> Result<Comparison, AppError> {
    let target = Side::open(context, target).await?;
    compare_sides(context, Pair::new(current, target), terms).await
}

/// As [`compare`], with both sides open already.
pub(super) async fn compare_sides(
    context: &Context,
    Pair { from: mut current, to: mut target }: Pair<Side>,
    terms: Terms,
) -> Result<Comparison, AppError> {
    let kind = choose_engine(context, &current, &target, &terms)?;
    let mut servers = Servers {
        current: current.driver.take(),
        target: target.driver.take(),
        scratch: open_scratch(terms.scratch, kind).await?,
    };
    let dialect = servers.dialect().unwrap_or_else(|| dialect::of(kind));
    let lists = current.lists_unmanaged && target.lists_unmanaged;
    let written = Pair::new(current.schema, target.schema);
    let (schemas, mut notes) = normalized(dialect.as_ref(), context.config.definers, written)?;
    let unmanaged = if lists { unmanaged_differences(schemas.as_ref()) } else { Vec::new() };
    let renames = checked_renames(dialect.as_ref(), &target.renames)?;
    let manages = Pair::new(current.manages, target.manages);
    let live = servers.current.as_ref().or(servers.target.as_ref());
    let role = live.and_then(|driver| driver.server().role.clone());
    let mut schemas = with_access(dialect.as_ref(), schemas, &renames, role.as_ref(), manages.to);
    let Spelling { notes: told, is_exact } =
        spelling::settle(context, dialect.as_ref(), &mut servers, &mut schemas, &renames).await;
    notes.extend(told);
    let warnings = current.warnings.into_iter().chain(target.warnings).collect();
    Ok(Comparison { dialect, schemas, renames, manages, servers, is_exact, notes, warnings, unmanaged })
}

/// Both sides as the engine would hold them, with what it holds otherwise than written. Refuses what it cannot hold.
fn normalized(
    dialect: &dyn Dialect,
    definers: Definers,
    written: Pair<Schema>,
) -> Result<(Pair<Schema>, Vec<String>), AppError> {
    let mut notes = BTreeSet::new();
    let mut note = |told: Vec<Note>| {
        notes.extend(told.into_iter().map(|note| format!("{}: {}", note.object, note.message)));
    };
    let written = written.map(|schema| match definers {
        Definers::Keep => schema,
        Definers::LeaveOut => {
            let (schema, left_out) = dialect.without_definers(schema);
            note(left_out);
            schema
        }
    });
    let mut unsupported = Vec::new();
    let schemas = normalize(dialect, written)?.map(|normalized| {
        unsupported.extend(normalized.unsupported);
        note(normalized.notes);
        normalized.schema
    });
    if !unsupported.is_empty() {
        return Err(AppError::Unsupported(unsupported));
    }
    Ok((schemas, notes.into_iter().collect()))
}

/// The renames of the target with namespaces written out. Refuses those that trade names in a ring.
fn checked_renames(dialect: &dyn Dialect, renames: &Renames) -> Result<Renames, AppError> {
    let renames = match dialect.capabilities().default_namespace.map(Name::from) {
        Some(namespace) => renames.clone().map(|id| id.or_namespace(&namespace)),
        None => renames.clone(),
    };
    match renames.ring() {
        Some(name) => Err(AppError::Usage(format!(
            "{name} trades its name by `was:` in a ring, and nobody can tell when that is done: rename in two steps, through a name that is not taken"
        ))),
        None => Ok(renames),
    }
}

/// The sides with owners and privileges as the connecting role sees them, and those of the target completed from the current side.
fn with_access(
    dialect: &dyn Dialect,
    mut schemas: Pair<Schema>,
    renames: &Renames,
    role: Option<&Name>,
    manages: Manages,
) -> Pair<Schema> {
    if let Some(from) = role.and_then(|role| access::seen_by(&schemas.from, role)) {
        schemas.from = dialect.normalize(from).schema;
    }
    if let Some(to) = access::complete(dialect, schemas.as_ref(), renames, role, manages) {
        schemas.to = to;
    }
    schemas
}

/// Both sides at once: neither knows of the other.
fn normalize(dialect: &dyn Dialect, Pair { from, to }: Pair<Schema>) -> Result<Pair<Normalized>, AppError> {
    thread::scope(|scope| {
        let to = scope.spawn(|| dialect.normalize(to));
        let from = dialect.normalize(from);
        let to = to.join().map_err(|_| AppError::Bug("the normalization of the target panicked".into()))?;
        Ok(Pair::new(from, to))
    })
}

/// The live side knows; then what was asked for; then what a spec says; then the scratch database's or the default environment's address.
fn choose_engine(context: &Context, current: &Side, target: &Side, terms: &Terms) -> Result<DialectKind, AppError> {
    let live = current.driver.as_ref().or(target.driver.as_ref()).map(|driver| driver.dialect().kind());
    let said = [current.dialect, target.dialect];
    let scratch = terms.scratch.as_ref().map(|scratch| scratch.url.kind());
    let kind = match live.or(terms.dialect).or(said[0]).or(said[1]).or(scratch) {
        Some(kind) => kind,
        None => match context.database(&super::Target::default())? {
            Some(database) => database.url.kind(),
            None => {
                return Err(AppError::Usage(
                    "for which engine? Add --dialect postgres, mysql or sqlite, or `dialect:` to the spec".into(),
                ));
            }
        },
    };
    match said.into_iter().flatten().chain(terms.dialect).find(|said| *said != kind) {
        None => Ok(kind),
        Some(other) => Err(AppError::Usage(format!(
            "one side is for {other}, the other for {kind}: both have to be for one engine"
        ))),
    }
}

/// Connects to the scratch database. One that only the default environment names, for another engine, is not meant.
async fn open_scratch(address: Option<ScratchAddress>, kind: DialectKind) -> Result<Option<Box<dyn Driver>>, AppError> {
    match address {
        Some(ScratchAddress { url, .. }) if url.kind() == kind => connect(&url).await.map(Some),
        Some(ScratchAddress { url, is_named: true }) => Err(AppError::Usage(format!(
            "the scratch database is for {}, the plan for {kind}: both have to be for one engine",
            url.kind()
        ))),
        Some(ScratchAddress { is_named: false, .. }) | None => Ok(None),
    }
}

/// Objects that dbx does not manage and that are on one side only, or different: the plan could not lead to the target.
fn unmanaged_differences(schemas: Pair<&Schema>) -> Vec<Unsupported> {
    let sides = schemas.map(|schema| {
        let by_address = schema.unmanaged.iter().map(|it| (it.address.as_str(), it.fingerprint.as_deref()));
        by_address.collect::<BTreeMap<_, _>>()
    });
    let addresses: BTreeSet<&str> = sides.from.keys().chain(sides.to.keys()).copied().collect();
    let differences = addresses.into_iter().filter_map(|address| {
        let message = match (sides.from.get(address), sides.to.get(address)) {
            (Some(_), None) => "is in the database and not in the spec's `unmanaged:` list; dbx does not manage it",
            (None, Some(_)) => "is in the spec's `unmanaged:` list and not in the database; dbx cannot make it",
            (Some(Some(a)), Some(Some(b))) if a != b => {
                "differs between the database and the spec; dbx does not manage it"
            }
            _ => return None,
        };
        Some(Unsupported::new(
            address,
            message,
            "change it by hand and bring the list up to date with `dbx inspect`, or take `unmanaged:` out of the spec to leave such objects alone",
        ))
    });
    differences.collect()
}
