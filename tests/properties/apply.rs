//! A plan applied in memory: each step does to a `Schema` what the engine does to its catalog.

use dbx::dialect::Dialect;
use dbx::model::*;
use dbx::sql::rename_identifiers;

/// The schema after one step. Panics where the step speaks of something that is not there, or makes what is there already.
pub fn apply(dialect: &dyn Dialect, schema: &mut Schema, step: &Step) {
    match step {
        Step::Create(object) => {
            assert!(schema.insert(object.clone()).is_none(), "{} is there already", object.id());
        }
        Step::Drop(object) => drop(schema, &object.id()),
        Step::Rename(ids) => rename(schema, ids),
        Step::Alter(objects) | Step::Replace(objects) => {
            assert!(schema.insert(objects.to.clone()).is_some(), "{} is not there", objects.to.id());
        }
        Step::Comment { object, comments } => {
            let there = schema.objects.get_mut(&object.id()).unwrap_or_else(|| panic!("{} is not there", object.id()));
            if let Some(comment) = there.comment_mut() {
                comment.clone_from(&comments.to);
            }
        }
        Step::AlterTable { table, change } => alter(dialect, schema, table, change),
        Step::AlterTogether(it) => {
            // An index below a foreign key, which the engine makes by itself, is in neither schema.
            let is_implied = |change: &TableChange| match change {
                TableChange::AddIndex(index) => it.tables.to.indexes.get(&index.name) != Some(index),
                TableChange::DropIndex(index) => it.tables.from.indexes.get(&index.name) != Some(index),
                _ => false,
            };
            for change in it.changes.iter().filter(|change| !is_implied(change)) {
                alter(dialect, schema, &it.tables.to.id(), change);
            }
        }
        Step::Rebuild(rebuild) => {
            let table = Object::Table(Box::new(rebuild.tables.to.clone()));
            assert!(schema.insert(table).is_some(), "{} is not there", rebuild.tables.to.id());
        }
        // Rows are no part of a schema.
        Step::Backfill(_) => {}
        Step::AddEnumValue { name, value, place } => add_value(&mut enum_type(schema, name).values, value, place),
        Step::RenameEnumValue { name, values } => {
            let there = &mut enum_type(schema, name).values;
            let at = there.iter().position(|value| *value == values.from).expect("the value is there");
            there[at].clone_from(&values.to);
        }
        Step::Owner { on, role } => {
            schema.objects.remove(&Owner { on: on.clone(), role: Name::from("") }.id());
            if let Some(role) = role {
                schema.insert(Object::Owner(Owner { on: on.clone(), role: role.clone() }));
            }
        }
        Step::Privileges { .. } => unreachable!("generated schemas have no grants"),
        Step::SwapEnum { enums, .. } => enum_type(schema, &enums.from.name).values.clone_from(&enums.to.values),
    }
}

fn drop(schema: &mut Schema, id: &ObjectId) {
    assert!(schema.objects.remove(id).is_some(), "{id} is not there");
    // What belongs to it goes with it.
    schema.objects.retain(|_, object| {
        let owned_by = match object {
            Object::Sequence(sequence) => sequence.owned_by.as_ref().map(|(table, _)| table.path()),
            _ => None,
        };
        owned_by.is_none_or(|table| table != id.path) && !object.attached_to().contains(id)
    });
}

/// Of a table, and of everything that points to it.
fn rename(schema: &mut Schema, ids: &Pair<ObjectId>) {
    struct Follow<'a>(&'a Pair<ObjectId>);
    impl Visitor for Follow<'_> {
        fn name(&mut self, name: &mut QualifiedName) {
            if name.path() == self.0.from.path {
                *name = name.sibling(self.0.to.name().clone());
            }
        }
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, _: &mut SqlText) {}
    }
    assert!(schema.objects.contains_key(&ids.from) && !schema.objects.contains_key(&ids.to), "{ids:?}");
    schema.visit(&mut Follow(ids));
}

fn alter(dialect: &dyn Dialect, schema: &mut Schema, id: &ObjectId, change: &TableChange) {
    if let TableChange::RenameColumn(names) = change {
        return rename_column(dialect, schema, id, names);
    }
    let Some(Object::Table(table)) = schema.objects.get_mut(id) else { panic!("{id} is not there") };
    match change {
        TableChange::AddColumn(column) => {
            assert!(table.columns.insert(column.name.clone(), column.clone()).is_none(), "{id}: {}", column.name);
        }
        TableChange::DropColumn(column) => {
            assert!(table.columns.shift_remove(&column.name).is_some(), "{id}: {}", column.name);
        }
        TableChange::RenameColumn(_) => unreachable!("renamed above"),
        TableChange::AlterColumn { columns, aspect } => {
            alter_column(table.columns.get_mut(&columns.to.name).expect("a column"), &columns.to, *aspect);
        }
        TableChange::AddConstraint(constraint) => {
            let old = table.constraints.insert(constraint.name().clone(), constraint.clone());
            assert_eq!(old, None, "{id}");
        }
        TableChange::DropConstraint(constraint) => {
            assert!(table.constraints.remove(constraint.name()).is_some(), "{id}: {}", constraint.name());
        }
        TableChange::RenameConstraint(pair) => {
            let old = table.constraints.remove(pair.from.name()).expect("a constraint");
            table.add_constraint(old.renamed(pair.to.name().clone()));
        }
        TableChange::AlterConstraint(pair) => {
            assert!(table.constraints.contains_key(pair.from.name()), "{id}: {}", pair.from.name());
            table.add_constraint(pair.to.clone());
        }
        TableChange::AddIndex(index) => {
            assert_eq!(table.indexes.insert(index.name.clone(), index.clone()), None, "{id}");
        }
        TableChange::DropIndex(index) => assert!(table.indexes.remove(&index.name).is_some(), "{id}: {}", index.name),
        TableChange::RenameIndex(names) => {
            let old = table.indexes.remove(&names.from).expect("an index");
            table.add_index(Index { name: names.to.clone(), ..old });
        }
        TableChange::AlterIndex(indexes) => table.add_index(indexes.to.clone()),
        TableChange::Comment { kind, name, comments } => comment(table, *kind, name, comments.to.clone()),
        TableChange::Options(options) => table.options = options.to.clone(),
        TableChange::Partitioning(partitioning) => table.partitioning = partitioning.to.clone(),
        TableChange::PartitionOf(parents) => table.partition_of = parents.to.clone(),
    }
}

fn alter_column(column: &mut Column, to: &Column, aspect: ColumnAspect) {
    match aspect {
        ColumnAspect::Type => column.data_type = to.data_type.clone(),
        ColumnAspect::Collation => column.collation = to.collation.clone(),
        ColumnAspect::Nullability => column.nullable = to.nullable,
        ColumnAspect::Default => column.default = to.default.clone(),
        ColumnAspect::Generated => column.generated = to.generated.clone(),
        ColumnAspect::Identity => column.identity = to.identity.clone(),
        ColumnAspect::Storage => column.storage = to.storage.clone(),
        ColumnAspect::Inheritance => column.inherited = to.inherited,
        ColumnAspect::OnUpdate => column.on_update = to.on_update.clone(),
        ColumnAspect::Visibility => column.invisible = to.invisible,
    }
}

fn comment(table: &mut Table, kind: ObjectKind, name: &Name, comment: Option<String>) {
    let place = match kind {
        ObjectKind::Column => table.columns.get_mut(name).map(|it| &mut it.comment),
        ObjectKind::Constraint => table.constraints.get_mut(name).map(Constraint::comment_mut),
        ObjectKind::Index => table.indexes.get_mut(name).map(|it| &mut it.comment),
        other => panic!("{other} is no member of a table"),
    };
    *place.unwrap_or_else(|| panic!("{kind} {name} is not there")) = comment;
}

/// In the table's columns, constraints, indexes and their SQL, and in the foreign keys of others.
fn rename_column(dialect: &dyn Dialect, schema: &mut Schema, id: &ObjectId, names: &Pair<Name>) {
    let Some(Object::Table(table)) = schema.objects.get_mut(id) else { panic!("{id} is not there") };
    assert!(table.columns.contains_key(&names.from) && !table.columns.contains_key(&names.to), "{id}: {names:?}");
    let own_name = table.name.clone();
    for (_, mut column) in std::mem::take(&mut table.columns) {
        follow(&mut column.name, names);
        table.add_column(column);
    }
    for constraint in table.constraints.values_mut() {
        match constraint {
            Constraint::PrimaryKey(it) => it.columns.iter_mut().for_each(|name| follow(name, names)),
            Constraint::Unique(it) => it.columns.iter_mut().for_each(|name| follow(name, names)),
            Constraint::ForeignKey(it) => it.columns.iter_mut().for_each(|name| follow(name, names)),
            Constraint::Check(it) => reword(dialect, &mut it.expression, names),
            Constraint::Exclude(_) => panic!("the generator makes no exclusions"),
        }
    }
    for index in table.indexes.values_mut() {
        for key in &mut index.keys {
            match &mut key.term {
                IndexTerm::Column(name) => follow(name, names),
                IndexTerm::Expression(text) => reword(dialect, text, names),
            }
        }
        index.predicate.iter_mut().for_each(|text| reword(dialect, text, names));
    }
    for table in schema.objects.values_mut() {
        let Object::Table(table) = table else { continue };
        for constraint in table.constraints.values_mut() {
            if let Constraint::ForeignKey(key) = constraint
                && key.references == own_name
            {
                key.referenced_columns.iter_mut().for_each(|name| follow(name, names));
            }
        }
    }
}

fn follow(name: &mut Name, names: &Pair<Name>) {
    if *name == names.from {
        *name = names.to.clone();
    }
}

fn reword(dialect: &dyn Dialect, text: &mut SqlText, names: &Pair<Name>) {
    let renamed = rename_identifiers(dialect.capabilities().syntax, text.as_str(), |word| {
        (word == names.from.as_str()).then(|| dialect.quote(&names.to))
    });
    *text = SqlText::new(renamed);
}

fn enum_type<'a>(schema: &'a mut Schema, name: &QualifiedName) -> &'a mut EnumType {
    match schema.objects.get_mut(&ObjectId::of(ObjectKind::Enum, name)) {
        Some(Object::Enum(it)) => it,
        other => panic!("{name} is no enum: {other:?}"),
    }
}

fn add_value(values: &mut Vec<String>, value: &str, place: &Option<Place>) {
    let position = |other: &String| values.iter().position(|it| it == other).expect("a value");
    let at = match place {
        None => values.len(),
        Some(Place::Before(other)) => position(other),
        Some(Place::After(other)) => position(other) + 1,
    };
    values.insert(at, value.to_owned());
}
