//! Equal means equal: an engine that rewrites expressions is asked how it would write those of a spec.
//!
//! What is in question is built in scratch namespaces inside a transaction that is rolled back (or in a scratch database, where an engine has no
//! namespaces), inspected there, and its SQL is compared by the spelling the server gave it. Of a target that a database is near to already, the
//! objects that differ are in question, and what they stand on ([`part`]). Where the server refuses, the comparison stays one of texts, and a
//! note says so.

mod keys;
mod part;
mod scratch;

use super::Context;
use crate::diff::diff;
use crate::driver::{Driver, Scope};
use crate::model::{
    Change, ColumnAspect, Name, Object, ObjectKind, Pair, QualifiedName, Renames, Schema, SqlText, TableChange, Visitor,
};
use keys::take_keys;
use part::Part;
use scratch::Scratch;

pub(super) const PREFIX: &str = "dbx_scratch_";

/// Brings the keys of the target's SQL into the spelling of the start's server, if that can make a difference. Gives notes.
pub(super) async fn settle(
    context: &Context,
    driver: &mut dyn Driver,
    schemas: &mut Pair<Schema>,
    renames: &Renames,
) -> Vec<String> {
    // An engine that keeps SQL as written has nothing to say about it.
    if !driver.dialect().capabilities().respells_sql {
        return Vec::new();
    }
    if !matters(schemas.as_ref(), renames) {
        // No SQL is new, so everything stands on what it stood on.
        schemas.to.dependencies = schemas.from.dependencies.clone();
        return Vec::new();
    }
    match spell(context, driver, &schemas.from, &mut schemas.to).await {
        Ok(()) => Vec::new(),
        Err(note) => vec![note],
    }
}

/// Brings the keys of the schema's SQL into the server's own spelling, and takes over what it says stands on what. `present` is what its
/// database is known to hold. The error is a note that says why the server could not be asked.
pub(super) async fn spell(
    context: &Context,
    driver: &mut dyn Driver,
    present: &Schema,
    schema: &mut Schema,
) -> Result<(), String> {
    // A part that cannot stand by itself is no reason to be unsure of the whole.
    if let Some(part) = Part::of(driver.dialect().as_ref(), Pair::new(present, schema))
        && let Ok(shown) = shown(context, driver, Pair::new(present, &part.schema)).await
    {
        part.settle(present, schema, shown);
        return Ok(());
    }
    let shown = shown(context, driver, Pair::new(present, schema)).await.map_err(|reason| unsure(&reason))?;
    schema.dependencies = shown.dependencies.clone();
    take_keys(schema, shown);
    Ok(())
}

/// The schema as the server shows it, normalized. The error says why it could not be tried out.
async fn shown(context: &Context, driver: &mut dyn Driver, schemas: Pair<&Schema>) -> Result<Schema, String> {
    let dialect = driver.dialect();
    let scratch = Scratch::of(dialect.as_ref(), schemas.to);
    let statements = scratch.statements(dialect.as_ref(), schemas)?;
    let scope = Scope { namespaces: Some(PREFIX.to_owned()), ..context.scope() };
    let inspected = driver.rehearse(&statements, &scope).await.map_err(|error| error.to_string())?;
    Ok(dialect.normalize(scratch.back(inspected)).schema)
}

fn unsure(reason: &str) -> String {
    format!("expressions and views are compared as text, because they could not be tried on the server: {reason}")
}

/// Whether anything differs that the server might write differently.
pub(super) fn matters(schemas: Pair<&Schema>, renames: &Renames) -> bool {
    if !renames.is_empty() {
        return true;
    }
    diff(schemas).iter().any(|change| match change {
        Change::Create(object) => holds_sql(object),
        Change::Alter(objects) => !is_access(objects.to.id().kind),
        Change::AlterTable { changes, .. } => changes.iter().any(|change| match change {
            TableChange::AlterColumn { aspect, .. } => {
                matches!(aspect, ColumnAspect::Default | ColumnAspect::Generated | ColumnAspect::OnUpdate)
            }
            TableChange::AddColumn(column) => column.default.is_some() || column.generated.is_some(),
            TableChange::AddConstraint(_)
            | TableChange::AlterConstraint(_)
            | TableChange::AddIndex(_)
            | TableChange::AlterIndex(_)
            | TableChange::PartitionOf(_)
            | TableChange::Partitioning(_) => true,
            TableChange::DropColumn(_)
            | TableChange::RenameColumn(_)
            | TableChange::DropConstraint(_)
            | TableChange::RenameConstraint(_)
            | TableChange::DropIndex(_)
            | TableChange::RenameIndex(_)
            | TableChange::Comment { .. }
            | TableChange::Options(_) => false,
        }),
        Change::Drop(_) | Change::Rename(_) | Change::Comment { .. } => false,
    })
}

/// Who may do what makes no difference to how the server spells SQL.
fn is_access(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Owner | ObjectKind::Grant | ObjectKind::DefaultPrivileges)
}

/// Whether any part of the object is SQL that a server might write differently.
pub(super) fn holds_sql(object: &Object) -> bool {
    struct Found(bool);
    impl Visitor for Found {
        fn name(&mut self, _: &mut QualifiedName) {}
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, _: &mut SqlText) {
            self.0 = true;
        }
    }
    let mut found = Found(false);
    object.clone().visit(&mut found);
    found.0
}
