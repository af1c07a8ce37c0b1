//! What a statement does while it runs, by SQLite's `alter.c` and `build.c`. There is one lock for the whole file; what differs is how long
//! it is held, and what SQLite refuses.

mod refusal;
mod rows;

use super::key::rowid_column;
use crate::model::{
    Cause, Column, Constraint, Effect, LockMode, Manner, Object, ObjectId, ObjectKind, Reason, RelationRead, Scene,
    Step, Table, TableChange, Touch, Utility,
};
use refusal::{blocked, refused, refused_inline};

pub(super) fn step(step: &Step, manner: &Manner, scene: Scene<'_>) -> Effect {
    let write = |id: ObjectId| Effect::on(Touch::lock(id, LockMode::DatabaseWriter));
    match step {
        // The file of temporary tables is the session's own.
        Step::Create(Object::Table(_)) if manner.temporary => Effect::default(),
        Step::Drop(Object::Table(table)) => drop_table(table, scene),
        Step::AlterTable { table, change } => alter(table, change, manner, scene),
        // A virtual table is replaced by one that takes its rows.
        Step::Replace(objects) if matches!(objects.to, Object::Definition(_)) => rebuild(&objects.to.id()),
        Step::Drop(object @ Object::Definition(_)) => worked(&object.id(), false, true),
        Step::AlterTogether(it) => rebuild(&it.tables.to.id()),
        Step::Rebuild(it) => rebuild(&it.tables.to.id()),
        Step::Rename(ids) => write(ids.from.clone()),
        Step::Create(_)
        | Step::Drop(_)
        | Step::Alter(_)
        | Step::Replace(_)
        | Step::Comment { .. }
        | Step::Backfill(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::Owner { .. }
        | Step::Privileges { .. }
        | Step::SwapEnum { .. } => write(step.object()),
    }
    .among(scene.schema)
}

fn rebuild(id: &ObjectId) -> Effect {
    let mut effect = worked(id, true, true);
    effect.because(Reason::new(Cause::WholeRebuild, id.clone(), format!("makes {id} anew")).on(id));
    effect
}

fn worked(id: &ObjectId, rewrites: bool, scans: bool) -> Effect {
    Effect::on(Touch { object: id.clone(), lock: LockMode::DatabaseWriter, rewrites, scans })
}

/// The pages of rows become free, and are overwritten where `secure_delete` is on, as in the SQLite that Debian and Apple hand out. With foreign
/// keys on the rows are deleted first, and what refers to them follows its foreign key's action.
fn drop_table(table: &Table, scene: Scene<'_>) -> Effect {
    let id = table.id();
    let mut effect = worked(&id, true, true);
    let children: Vec<_> = scene.relatives.referencing(scene.schema, &table.name).collect();
    if !children.is_empty() && !scene.session.foreign_keys_off {
        let names: Vec<String> = children.iter().map(|(child, _)| child.name.to_string()).collect();
        let detail = format!("drops {}, which {} refers to", table.name, names.join(", "));
        effect.because(Reason::new(Cause::DropParent, id.clone(), detail).on(&id));
        effect.and(rows::deleted(table, rows::Deleted::All, scene));
    }
    effect
}

fn alter(id: &ObjectId, change: &TableChange, manner: &Manner, scene: Scene<'_>) -> Effect {
    let table = match scene.schema.objects.get(id) {
        Some(Object::Table(table)) => Some(table.as_ref()),
        Some(_) | None => None,
    };
    let mut effect = worked(id, false, false);
    let mut tell = |cause, object: ObjectId, detail: String| {
        effect.because(Reason::new(cause, object, detail).on(id));
    };
    let member = |kind, name| id.member(kind, name);
    match change {
        TableChange::AddColumn(column) => {
            if let Some(why) = refused(column) {
                let detail = format!("adds column {}, which SQLite refuses: {why}", column.name);
                tell(Cause::AddColumnRefused, member(ObjectKind::Column, &column.name), detail);
            }
            // A computed column that must not be null is computed for every row, to see; the types of a STRICT table are looked at again.
            let is_strict = table.is_some_and(|table| table.options.strict);
            effect.touches[0].scans = is_strict || is_computed(column) && !column.nullable;
        }
        TableChange::DropColumn(column) => {
            let object = member(ObjectKind::Column, &column.name);
            if let Some(why) = table.and_then(|table| blocked(column, table, scene)) {
                let detail = format!("drops column {}, which SQLite refuses: {why}", column.name);
                tell(Cause::DropColumnBlocked, object, detail);
            } else if !is_computed(column) {
                let detail = format!("drops column {}", column.name);
                tell(Cause::DropColumnRewrite, object, detail);
            }
            effect.touches[0] =
                effect.touches[0].clone().rewriting(!is_computed(column)).scanning(!is_computed(column));
        }
        TableChange::AddConstraint(constraint) if manner.inline => {
            if let Some(why) = refused_inline(constraint, manner) {
                let detail =
                    format!("adds a column with a {}, which SQLite refuses: {why}", constraint.kind().as_str());
                tell(Cause::AddColumnRefused, member(ObjectKind::Constraint, constraint.name()), detail);
            }
            // Every row is checked with the column's value in it.
            effect.touches[0].scans |= matches!(constraint, Constraint::Check(_));
        }
        TableChange::AlterColumn { .. }
        | TableChange::AddConstraint(_)
        | TableChange::DropConstraint(_)
        | TableChange::RenameConstraint(_)
        | TableChange::AlterConstraint(_) => {
            let object = change.member(id).unwrap_or_else(|| id.clone());
            let detail = format!("changes {object} in place, which SQLite's ALTER TABLE cannot");
            tell(Cause::UnsupportedAlter, object, detail);
        }
        TableChange::AddIndex(index) => {
            let object = member(ObjectKind::Index, &index.name);
            tell(Cause::CreateIndex, object, format!("builds index {}", index.name));
            effect.touches[0].scans = true;
        }
        TableChange::RenameColumn(_)
        | TableChange::DropIndex(_)
        | TableChange::RenameIndex(_)
        | TableChange::AlterIndex(_)
        | TableChange::Comment { .. }
        | TableChange::Options(_)
        | TableChange::Partitioning(_)
        | TableChange::PartitionOf(_) => {}
    }
    effect
}

/// Computed on reading: no row holds it.
fn is_computed(column: &Column) -> bool {
    column.generated.as_ref().is_some_and(|generated| !generated.stored)
}

pub(super) fn utility(utility: &Utility, scene: Scene<'_>) -> Effect {
    let effect = match utility {
        Utility::Vacuum { .. } => each(scene.schema.tables().map(Table::id), true, true),
        Utility::Reindex { tables, .. } => reindex(tables, scene),
        Utility::Analyze { tables } => analyze(tables, scene),
        Utility::Rows(statement) => rows::rows(statement, scene),
        // As many rows as the query gives are written.
        Utility::CreateFrom { object, reads } => {
            let mut effect = worked(object, true, false);
            effect.and(read(reads));
            effect
        }
        Utility::ForeignKeyPragma { in_transaction: true } => {
            let mut effect = Effect::default();
            let object = ObjectId::new(ObjectKind::Namespace, vec!["main".into()]);
            let detail = "sets foreign_keys inside a transaction, where it does nothing";
            effect.because(Reason::new(Cause::PragmaInTransaction, object, detail));
            effect
        }
        Utility::Truncate { tables, .. } => each(tables.iter().cloned(), true, false),
        Utility::Reorganize { tables } => each(tables.iter().cloned(), true, true),
        Utility::Touch { objects, mode } => {
            let mut effect = Effect::default();
            objects.iter().for_each(|id| effect.touch(Touch::lock(id.clone(), *mode)));
            effect
        }
        Utility::ForeignKeyPragma { in_transaction: false }
        | Utility::Refresh { .. }
        | Utility::Lock { .. }
        | Utility::TriggerState { .. }
        | Utility::LosePartitions { .. }
        | Utility::RestartSequence { .. }
        | Utility::Opaque { .. } => Effect::default(),
    };
    effect.among(scene.schema)
}

fn each(tables: impl IntoIterator<Item = ObjectId>, rewrites: bool, scans: bool) -> Effect {
    let mut effect = Effect::default();
    tables.into_iter().for_each(|id| effect.and(worked(&id, rewrites, scans)));
    effect
}

/// What a query reads besides the rows that the statement is about.
fn read(reads: &[RelationRead]) -> Effect {
    let mut effect = Effect::default();
    for it in reads {
        effect.touch(Touch::lock(it.object.clone(), LockMode::AccessShare).scanning(it.scans));
    }
    effect
}

/// Indexes are built from the rows; those of a table WITHOUT ROWID include the rows themselves.
fn reindex(tables: &[ObjectId], scene: Scene<'_>) -> Effect {
    let mut effect = Effect::default();
    for id in tables {
        match scene.schema.objects.get(id) {
            Some(Object::Table(table)) if !has_index(table) => {}
            Some(Object::Table(table)) => effect.and(worked(id, table.options.without_rowid, true)),
            Some(_) | None => effect.and(worked(id, false, true)),
        }
    }
    effect
}

/// Where there is an index, its entries are counted instead of the rows.
fn analyze(tables: &[ObjectId], scene: Scene<'_>) -> Effect {
    let reads_rows = |id: &ObjectId| match scene.schema.objects.get(id) {
        Some(Object::Table(table)) => table.options.without_rowid || !has_index(table),
        Some(_) | None => true,
    };
    let mut effect = Effect::default();
    tables.iter().for_each(|id| effect.and(worked(id, false, reads_rows(id))));
    effect
}

/// An `INTEGER PRIMARY KEY` is the row's own number and needs none.
fn has_index(table: &Table) -> bool {
    let has_its_own = |constraint: &Constraint| match constraint {
        Constraint::PrimaryKey(_) => table.options.without_rowid || rowid_column(table).is_none(),
        Constraint::Unique(_) => true,
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => false,
    };
    !table.indexes.is_empty() || table.constraints.values().any(has_its_own)
}
