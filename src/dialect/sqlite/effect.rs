//! What a statement does while it runs, by SQLite's `alter.c` and `build.c`. There is one lock for the whole file; what differs is how long
//! it is held, and what SQLite refuses.

use crate::model::{
    Cause, Column, ColumnDefault, Constraint, Effect, LockMode, Manner, Object, ObjectId, ObjectKind, Reason, RowVerb,
    Scene, Step, Table, TableChange, Touch, Utility,
};
use crate::sql::{LexemeKind, Syntax, lex, mentions};

pub(super) fn step(step: &Step, manner: &Manner, scene: Scene<'_>) -> Effect {
    let write = |id: ObjectId| Effect::on(Touch::lock(id, LockMode::DatabaseWriter));
    match step {
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

/// With foreign keys on, DROP TABLE deletes the rows first, and what refers to them follows its foreign key's action.
fn drop_table(table: &Table, scene: Scene<'_>) -> Effect {
    let id = table.id();
    let children: Vec<_> = scene.relatives.referencing(scene.schema, &table.name).collect();
    let is_parent = !children.is_empty() && !scene.session.foreign_keys_off;
    let mut effect = worked(&id, is_parent, true);
    if is_parent {
        let names: Vec<String> = children.iter().map(|(child, _)| child.name.to_string()).collect();
        let detail = format!("drops {}, which {} refers to", table.name, names.join(", "));
        effect.because(Reason::new(Cause::DropParent, id.clone(), detail).on(&id));
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
            // A computed column that must not be null is computed for every row, to see.
            effect.touches[0].scans = is_computed(column) && !column.nullable;
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

/// Why SQLite does not add the column to a table with rows.
fn refused(column: &Column) -> Option<&'static str> {
    if column.generated.as_ref().is_some_and(|generated| generated.stored) {
        return Some("a stored computed column cannot be added");
    }
    let Some(ColumnDefault::Expression(default)) = &column.default else {
        let is_plain = column.generated.is_none() && column.default.is_none();
        return (is_plain && !column.nullable).then_some("it is NOT NULL and has no default");
    };
    if default.as_str().eq_ignore_ascii_case("null") {
        return (!column.nullable).then_some("it is NOT NULL and its default is NULL");
    }
    (!is_constant(default.as_str())).then_some("its default is no constant")
}

/// A literal, perhaps with a sign. `CURRENT_TIMESTAMP` and what stands in parentheses are none.
fn is_constant(default: &str) -> bool {
    let Ok(lexemes) = lex(Syntax::Sqlite, default) else { return false };
    let is_literal = |kind: &LexemeKind| matches!(kind, LexemeKind::Number | LexemeKind::Text);
    match &lexemes[..] {
        [only] => is_literal(&only.kind) || only.is_word("true") || only.is_word("false") || only.is_word("null"),
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && is_literal(&number.kind),
        _ => false,
    }
}

fn refused_inline(constraint: &Constraint, manner: &Manner) -> Option<&'static str> {
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) => Some("its index would have to be built"),
        Constraint::ForeignKey(_) if manner.with_default => Some("it refers to a table and has a default"),
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
    }
}

/// Why SQLite does not drop the column: something else speaks of it.
fn blocked(column: &Column, table: &Table, scene: Scene<'_>) -> Option<String> {
    let name = &column.name;
    let speaks_of = |text: &str| {
        mentions(Syntax::Sqlite, text).iter().flatten().any(|word| word.eq_ignore_ascii_case(name.as_str()))
    };
    for constraint in table.constraints.values() {
        let is_in = constraint.columns().iter().any(|it| it.as_str().eq_ignore_ascii_case(name.as_str()));
        match constraint {
            Constraint::PrimaryKey(_) if is_in => return Some("it is in the primary key".into()),
            Constraint::Unique(_) if is_in => return Some("it is UNIQUE".into()),
            Constraint::ForeignKey(key) if is_in && key.columns.len() > 1 => {
                return Some("it is in a foreign key of several columns".into());
            }
            // A check of the column alone goes with it.
            Constraint::Check(check) if speaks_of(check.expression.as_str()) => {
                let others = table.columns.keys().filter(|it| *it != name);
                let words = mentions(Syntax::Sqlite, check.expression.as_str());
                if others.into_iter().any(|it| words.contains(&vec![it.as_str().to_ascii_lowercase()])) {
                    return Some("a check compares it with another column".into());
                }
            }
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::ForeignKey(_)
            | Constraint::Check(_)
            | Constraint::Exclude(_) => {}
        }
    }
    let holds = |index: &&crate::model::Index| {
        index.keys.iter().any(|key| key.column() == Some(name))
            || index.predicate.as_ref().is_some_and(|text| speaks_of(text.as_str()))
    };
    if let Some(index) = table.indexes.values().find(holds) {
        return Some(format!("index {} holds it", index.name));
    }
    let computes = |it: &&Column| it.generated.as_ref().is_some_and(|it| speaks_of(it.expression.as_str()));
    if let Some(other) = table.columns.values().find(computes) {
        return Some(format!("column {} is computed from it", other.name));
    }
    scene.schema.objects.values().find_map(|object| used_by_code(object, table, &speaks_of))
}

fn used_by_code(object: &Object, table: &Table, speaks_of: &dyn Fn(&str) -> bool) -> Option<String> {
    let reads = |text: &str| {
        mentions(Syntax::Sqlite, text).iter().flatten().any(|word| word.eq_ignore_ascii_case(table.name.name.as_str()))
    };
    match object {
        Object::View(it) if reads(it.query.as_str()) && speaks_of(it.query.as_str()) => {
            Some(format!("view {} reads it", it.name))
        }
        Object::Trigger(it) if it.table == table.name && speaks_of(it.definition.as_str()) => {
            Some(format!("trigger {} uses it", it.name))
        }
        _ => None,
    }
}

pub(super) fn utility(utility: &Utility, scene: Scene<'_>) -> Effect {
    let each = |tables: &[ObjectId], rewrites, scans| {
        let mut effect = Effect::default();
        for id in tables {
            effect.and(worked(id, rewrites, scans));
        }
        effect
    };
    let effect = match utility {
        Utility::Vacuum { .. } => {
            let tables: Vec<ObjectId> = scene.schema.tables().map(Table::id).collect();
            each(&tables, true, true)
        }
        Utility::Reindex { tables, .. } | Utility::Analyze { tables } => each(tables, false, true),
        Utility::Rows(statement) => {
            let mut effect = Effect::default();
            let writes = !matches!(statement.verb, RowVerb::Select | RowVerb::SelectForUpdate);
            if let Some(target) = &statement.target {
                let lock = if writes { LockMode::DatabaseWriter } else { LockMode::AccessShare };
                let rewrites = writes && statement.unconditional;
                effect.touch(Touch::lock(target.object.clone(), lock).scanning(target.scans).rewriting(rewrites));
            }
            effect.reasons = statement.reasons();
            for read in &statement.reads {
                effect.touch(Touch::lock(read.object.clone(), LockMode::AccessShare).scanning(read.scans));
            }
            effect
        }
        // As many rows as the query gives are written.
        Utility::CreateFrom { object, reads } => {
            let mut effect = worked(object, true, false);
            for read in reads {
                effect.touch(Touch::lock(read.object.clone(), LockMode::AccessShare).scanning(read.scans));
            }
            effect
        }
        Utility::ForeignKeyPragma { in_transaction: true } => {
            let mut effect = Effect::default();
            let object = ObjectId::new(ObjectKind::Namespace, vec!["main".into()]);
            let detail = "sets foreign_keys inside a transaction, where it does nothing";
            effect.because(Reason::new(Cause::PragmaInTransaction, object, detail));
            effect
        }
        Utility::Truncate { tables, .. } => each(tables, true, false),
        Utility::Reorganize { tables } => each(tables, true, true),
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
