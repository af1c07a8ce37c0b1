//! A step done to a schema in memory, so that the next statement meets what this one leaves. It is forgiving: a statement that speaks of
//! what is not there leaves the schema as it is, and has been told so.

use crate::model::{
    Column, ColumnAspect, ColumnText, EnumType, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema,
    SqlText, Step, Table, TableChange, Visitor,
};

pub(super) fn apply(schema: &mut Schema, step: &Step, text: &dyn ColumnText) {
    match step {
        Step::Create(object) => {
            schema.insert(object.clone());
        }
        Step::Drop(object) => drop(schema, &object.id()),
        Step::Rename(ids) => rename(schema, ids),
        Step::Alter(objects) | Step::Replace(objects) => {
            schema.objects.remove(&objects.from.id());
            schema.insert(objects.to.clone());
        }
        Step::AlterTable { table, change } => {
            if let Some(Object::Table(table)) = schema.objects.get_mut(table) {
                alter(table, change, text);
            } else if let Some(Object::MaterializedView(view)) = schema.objects.get_mut(table) {
                match change {
                    TableChange::AddIndex(index) => drop_value(view.indexes.insert(index.name.clone(), index.clone())),
                    TableChange::DropIndex(index) => drop_value(view.indexes.remove(&index.name)),
                    _ => {}
                }
            }
            reach_others(schema, table, change);
        }
        Step::AlterTogether(it) => {
            schema.insert(Object::Table(Box::new(it.tables.to.clone())));
            it.changes.iter().for_each(|change| reach_others(schema, &it.tables.to.id(), change));
        }
        Step::Rebuild(it) => {
            schema.insert(Object::Table(Box::new(it.tables.to.clone())));
        }
        Step::AddEnumValue { name, value, .. } => {
            if let Some(it) = enum_type(schema, name) {
                it.values.push(value.clone());
            }
        }
        Step::RenameEnumValue { name, values } => {
            let there = enum_type(schema, name).and_then(|it| it.values.iter_mut().find(|it| **it == values.from));
            if let Some(value) = there {
                value.clone_from(&values.to);
            }
        }
        // Rows are no part of a schema.
        Step::Backfill(_) => {}
        Step::SwapEnum { enums, .. } => {
            schema.insert(Object::Enum(enums.to.clone()));
        }
        Step::Comment { .. } | Step::Owner { .. } | Step::Privileges { .. } => {}
    }
}

fn drop_value<T>(_: Option<T>) {}

fn enum_type<'a>(schema: &'a mut Schema, name: &QualifiedName) -> Option<&'a mut EnumType> {
    match schema.objects.get_mut(&ObjectId::of(ObjectKind::Enum, name)) {
        Some(Object::Enum(it)) => Some(it),
        Some(_) | None => None,
    }
}

/// What belongs to an object goes with it.
fn drop(schema: &mut Schema, id: &ObjectId) {
    schema.objects.remove(id);
    schema.objects.retain(|_, object| !object.attached_to().contains(id));
}

/// Of an object, and of everything that points to it.
fn rename(schema: &mut Schema, ids: &Pair<ObjectId>) {
    struct Follow<'a>(&'a Pair<ObjectId>);
    impl Visitor for Follow<'_> {
        fn name(&mut self, name: &mut QualifiedName) {
            if name.path() == self.0.from.path {
                *name = self.0.to.qualified_name();
            }
        }
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, _: &mut SqlText) {}
    }
    schema.visit(&mut Follow(ids));
}

/// What a change of one table does to other objects.
fn reach_others(schema: &mut Schema, table: &ObjectId, change: &TableChange) {
    match change {
        TableChange::RenameColumn(names) => schema.column_renamed(&table.qualified_name(), names.as_ref()),
        TableChange::DropColumn(column) => schema.column_dropped(&table.qualified_name(), &column.name),
        _ => {}
    }
}

/// One change of a table's members or properties.
pub(super) fn alter(table: &mut Table, change: &TableChange, text: &dyn ColumnText) {
    match change {
        TableChange::AddColumn(column) => table.add_column(column.clone()),
        TableChange::DropColumn(column) => table.drop_column(&column.name, text),
        TableChange::RenameColumn(names) => table.rename_column(names.as_ref(), text),
        TableChange::AlterColumn { columns, aspect } => {
            if let Some(column) = table.columns.get_mut(&columns.to.name) {
                alter_column(column, &columns.to, *aspect);
            }
        }
        TableChange::AddConstraint(constraint) => {
            if let crate::model::Constraint::PrimaryKey(key) = constraint {
                for name in &key.columns {
                    table.columns.get_mut(name).into_iter().for_each(|column| column.nullable = false);
                }
            }
            table.add_constraint(constraint.clone());
        }
        TableChange::DropConstraint(constraint) => drop_value(table.constraints.remove(constraint.name())),
        TableChange::RenameConstraint(pair) | TableChange::AlterConstraint(pair) => {
            table.constraints.remove(pair.from.name());
            table.add_constraint(pair.to.clone());
        }
        TableChange::AddIndex(index) => table.add_index(index.clone()),
        TableChange::DropIndex(index) => drop_value(table.indexes.remove(&index.name)),
        TableChange::RenameIndex(names) => {
            if let Some(mut index) = table.indexes.remove(&names.from) {
                index.name = names.to.clone();
                table.add_index(index);
            }
        }
        TableChange::AlterIndex(indexes) => {
            table.indexes.remove(&indexes.from.name);
            table.add_index(indexes.to.clone());
        }
        TableChange::Options(options) => table.options = options.to.clone(),
        TableChange::Partitioning(pair) => table.partitioning = pair.to.clone(),
        TableChange::PartitionOf(pair) => table.partition_of = pair.to.clone(),
        TableChange::Comment { .. } => {}
    }
}

fn alter_column(column: &mut Column, to: &Column, aspect: ColumnAspect) {
    match aspect {
        ColumnAspect::Type => column.data_type = to.data_type.clone(),
        ColumnAspect::Collation => column.collation = to.collation.clone(),
        ColumnAspect::Generated => column.generated = to.generated.clone(),
        ColumnAspect::Nullability => column.nullable = to.nullable,
        ColumnAspect::Default => column.default = to.default.clone(),
        ColumnAspect::OnUpdate => column.on_update = to.on_update.clone(),
        ColumnAspect::Identity => column.identity = to.identity.clone(),
        ColumnAspect::Storage => column.storage = to.storage.clone(),
        ColumnAspect::Inheritance => column.inherited = to.inherited,
        ColumnAspect::Visibility => column.invisible = to.invisible,
    }
}
