//! Steps as SQL.

mod column;
mod constraint;
pub(super) mod index;
mod naming;
mod rebuild;
mod table;

use super::keyword::quote;
use super::{unsupported, virtual_table};
use crate::dialect::Unsupported;
use crate::model::{Name, Object, ObjectId, ObjectKind, Pair, Statement, Step, TableChange, View};

pub(super) fn render(step: &Step) -> Result<Vec<Statement>, Unsupported> {
    match step {
        Step::Create(object) => create(object).map(one),
        Step::Drop(object) => drop(object).map(one),
        Step::Rename(ids) => rename(ids),
        Step::AlterTable { table, change } => alter_table(table, change).map(one),
        Step::Rebuild(rebuild) => Ok(rebuild::render(rebuild).into_iter().map(Statement::new).collect()),
        Step::Replace(objects) => match (&objects.from, &objects.to) {
            (Object::Definition(from), Object::Definition(to)) => virtual_table::replace(Pair::new(from, to)),
            (_, to) => Err(unsupported::object(to)),
        },
        Step::Alter(_)
        | Step::Comment { .. }
        | Step::AlterTogether(_)
        | Step::Backfill(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::Owner { .. }
        | Step::Privileges { .. }
        | Step::SwapEnum { .. } => Err(unsupported::kind(step.object())),
    }
}

fn one(sql: String) -> Vec<Statement> {
    vec![Statement::new(sql)]
}

fn create(object: &Object) -> Result<String, Unsupported> {
    match object {
        Object::Table(table) => Ok(table::create(table, &table.name.name)),
        Object::View(view) => Ok(create_view(view)),
        Object::Trigger(trigger) => Ok(trigger.definition.as_str().to_owned()),
        Object::Definition(it) => Ok(it.definition.as_str().to_owned()),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Err(unsupported::object(object)),
    }
}

fn create_view(view: &View) -> String {
    let columns = if view.columns.is_empty() { String::new() } else { format!(" ({})", names(&view.columns)) };
    format!("CREATE VIEW {}{columns} AS\n{}", quote(&view.name.name), view.query.as_str())
}

fn drop(object: &Object) -> Result<String, Unsupported> {
    match object {
        Object::Table(table) => Ok(format!("DROP TABLE {}", quote(&table.name.name))),
        Object::Definition(it) => Ok(format!("DROP TABLE {}", quote(&it.name.name))),
        Object::View(view) => Ok(format!("DROP VIEW {}", quote(&view.name.name))),
        // Gone already where its table was dropped or made anew before.
        Object::Trigger(trigger) => Ok(format!("DROP TRIGGER IF EXISTS {}", quote(&trigger.name))),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => Err(unsupported::object(object)),
    }
}

fn rename(ids: &Pair<ObjectId>) -> Result<Vec<Statement>, Unsupported> {
    if !matches!(ids.to.kind, ObjectKind::Table | ObjectKind::Definition(_)) {
        return Err(unsupported::kind(ids.to.clone()));
    }
    let rename =
        |from: &Name, to: &Name| Statement::new(format!("ALTER TABLE {} RENAME TO {}", quote(from), quote(to)));
    let Pair { from, to } = ids.as_ref().map(ObjectId::name);
    if !from.as_str().eq_ignore_ascii_case(to.as_str()) {
        return Ok(vec![rename(from, to)]);
    }
    // The new name is taken as long as the old one is there: SQLite holds them for one.
    let between = Name::new(format!("dbx_new_{to}"));
    Ok(vec![rename(from, &between), rename(&between, to)])
}

fn alter_table(table: &ObjectId, change: &TableChange) -> Result<String, Unsupported> {
    let name = quote(table.name());
    match change {
        TableChange::AddColumn(added) => Ok(format!("ALTER TABLE {name} ADD COLUMN {}", column::definition(added))),
        TableChange::DropColumn(dropped) => Ok(format!("ALTER TABLE {name} DROP COLUMN {}", quote(&dropped.name))),
        TableChange::RenameColumn(names) => {
            Ok(format!("ALTER TABLE {name} RENAME COLUMN {} TO {}", quote(&names.from), quote(&names.to)))
        }
        TableChange::AddIndex(added) => Ok(index::create(added, table.name())),
        TableChange::DropIndex(dropped) => Ok(format!("DROP INDEX {}", quote(&dropped.name))),
        TableChange::AlterColumn { .. }
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => Err(unsupported::kind(change.member(table).unwrap_or_else(|| table.clone()))),
    }
}

/// Names, separated by commas.
fn names<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    names.into_iter().map(quote).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
