//! The two sides of a plan, read, made comparable, and found to be expressible.

use super::rehearse;
use super::source::{Side, Source};
use super::{AppError, Context};
use crate::diagnostic::Diagnostic;
use crate::dialect::{self, Dialect, DialectKind, Normalized, Unsupported};
use crate::driver::Driver;
use crate::model::{Name, Pair, Renames, Schema};
use futures_util::future::join;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Two normalized schemas of one engine.
pub(super) struct Comparison {
    pub dialect: Arc<dyn Dialect>,
    pub schemas: Pair<Schema>,
    pub renames: Renames,
    /// The database of the current side, if that is live.
    pub driver: Option<Box<dyn Driver>>,
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

/// Reads and normalizes both sides. `hint` is the engine where neither side is live or says.
pub(super) async fn compare(
    context: &Context,
    sources: Pair<&Source>,
    hint: Option<DialectKind>,
) -> Result<Comparison, AppError> {
    let (current, target) = join(Side::open(context, sources.from), Side::open(context, sources.to)).await;
    compare_sides(context, Pair::new(current?, target?), hint).await
}

/// As [`compare`], with the current side open already.
pub(super) async fn compare_with(
    context: &Context,
    current: Side,
    target: &Source,
    hint: Option<DialectKind>,
) -> Result<Comparison, AppError> {
    let target = Side::open(context, target).await?;
    compare_sides(context, Pair::new(current, target), hint).await
}

async fn compare_sides(
    context: &Context,
    Pair { from: current, to: target }: Pair<Side>,
    hint: Option<DialectKind>,
) -> Result<Comparison, AppError> {
    let dialect = choose_dialect(context, &current, &target, hint)?;
    let mut unsupported = Vec::new();
    let mut notes = BTreeSet::new();
    let mut normalize = |schema: Schema| {
        let Normalized { schema, unsupported: refused, notes: told } = dialect.normalize(schema);
        unsupported.extend(refused);
        notes.extend(told.into_iter().map(|note| format!("{}: {}", note.object, note.message)));
        schema
    };
    let lists = current.lists_unmanaged && target.lists_unmanaged;
    let mut schemas = Pair::new(normalize(current.schema), normalize(target.schema));
    let unmanaged = if lists { unmanaged_differences(schemas.as_ref()) } else { Vec::new() };
    if !unsupported.is_empty() {
        return Err(AppError::Unsupported(unsupported));
    }
    let mut notes: Vec<String> = notes.into_iter().collect();
    let renames = match dialect.capabilities().default_namespace.map(Name::from) {
        Some(namespace) => target.renames.map(|id| id.or_namespace(&namespace)),
        None => target.renames,
    };
    if let Some(name) = renames.ring() {
        return Err(AppError::Usage(format!(
            "{name} trades its name by `was:` in a ring, and nobody can tell when that is done: rename in two steps, through a name that is not taken"
        )));
    }
    let mut driver = current.driver;
    if let Some(driver) = &mut driver {
        notes.extend(rehearse::settle(context, driver.as_mut(), &mut schemas, &renames).await);
    }
    let warnings = current.warnings.into_iter().chain(target.warnings).collect();
    Ok(Comparison { dialect, schemas, renames, driver, notes, warnings, unmanaged })
}

/// The live side knows; then what was asked for; then what a spec says; then the default environment's address.
fn choose_dialect(
    context: &Context,
    current: &Side,
    target: &Side,
    hint: Option<DialectKind>,
) -> Result<Arc<dyn Dialect>, AppError> {
    let live = current.driver.as_ref().or(target.driver.as_ref()).map(|driver| driver.dialect());
    let said = [current.dialect, target.dialect];
    let kind = live.as_ref().map(|dialect| dialect.kind()).or(hint).or(said[0]).or(said[1]);
    let kind = match kind {
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
    if let Some(other) = said.into_iter().flatten().chain(hint).find(|said| *said != kind) {
        return Err(AppError::Usage(format!(
            "one side is for {other}, the other for {kind}: both have to be for one engine"
        )));
    }
    Ok(live.unwrap_or_else(|| dialect::of(kind)))
}

/// Objects that dbx does not manage and that are on one side only, or different: the plan could not lead to the target.
fn unmanaged_differences(schemas: Pair<&Schema>) -> Vec<Unsupported> {
    let (from, to) = (&schemas.from.unmanaged, &schemas.to.unmanaged);
    let mut found = Vec::new();
    for entry in from.union(to) {
        let in_from = from.iter().find(|other| other.address == entry.address);
        let in_to = to.iter().find(|other| other.address == entry.address);
        let message = match (in_from, in_to) {
            (Some(_), None) => "is in the database and not in the spec's `unmanaged:` list; dbx does not manage it",
            (None, Some(_)) => "is in the spec's `unmanaged:` list and not in the database; dbx cannot make it",
            (Some(a), Some(b))
                if a.fingerprint.is_some() && b.fingerprint.is_some() && a.fingerprint != b.fingerprint =>
            {
                "differs between the database and the spec; dbx does not manage it"
            }
            _ => continue,
        };
        found.push((entry.address.clone(), message));
    }
    found.dedup();
    found
        .into_iter()
        .map(|(address, message)| {
            Unsupported::new(
                address,
                message,
                "change it by hand and bring the list up to date with `dbx inspect`, or take `unmanaged:` out of the spec to leave such objects alone",
            )
        })
        .collect()
}
