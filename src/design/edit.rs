//! Changes to a schema in the making: each keeps what refers to what whole.

use super::vocabulary::Address;
use crate::dialect::{Postgres, Wording};
use crate::model::{
    Additivity, Column, Constraint, DataType, Deferrable, ForeignKey, GeneratedNames, Index, IndexKey, IndexStorage,
    MatchKind, Measure, Name, NameOrigin, Object, ObjectId, Pair, PrimaryKey, QualifiedName, ReferentialAction, Schema,
    Table, TableRole, Unique, Written, generated_name,
};
use std::collections::BTreeMap;
use std::mem;

fn tables_mut(schema: &mut Schema) -> impl Iterator<Item = &mut Table> {
    schema.objects.values_mut().filter_map(|object| match object {
        Object::Table(table) => Some(table.as_mut()),
        _ => None,
    })
}

/// The names of all tables.
pub fn table_names(schema: &Schema) -> Vec<QualifiedName> {
    schema.tables().map(|table| table.name.clone()).collect()
}

/// Takes a table away, and the columns by which others refer to it.
pub fn drop_table(schema: &mut Schema, name: &QualifiedName) {
    schema.objects.remove(&ObjectId::table(name));
    for other in table_names(schema) {
        let Some(table) = schema.table(&other) else { continue };
        let keys: Vec<ForeignKey> = table.foreign_keys().filter(|key| key.references == *name).cloned().collect();
        for key in keys {
            if let Some(table) = schema.table_mut(&other) {
                table.constraints.remove(&key.name);
            }
            let still_used = |column: &Name| {
                schema.table(&other).is_some_and(|table| table.foreign_keys().any(|key| key.columns.contains(column)))
            };
            for column in key.columns.iter().filter(|column| !still_used(column)).cloned().collect::<Vec<_>>() {
                drop_column(schema, &(other.clone(), column));
            }
        }
    }
}

/// Takes a column away, and every key, index, check and reference that is not the same without it.
pub fn drop_column(schema: &mut Schema, (table, column): &Address) {
    schema.drop_column(table, column, &Wording(&Postgres::new()));
}

/// Adds a column behind the others of its kind, unless there is one of its name.
pub fn add_column(table: &mut Table, column: Column, measure: Option<Additivity>) {
    if table.columns.contains_key(&column.name) {
        return;
    }
    if let (TableRole::Fact(fact), Some(additivity)) = (&mut table.role, measure) {
        fact.measures.push(Measure { column: column.name.clone(), additivity });
    }
    table.add_column(column);
}

/// Makes rows of `from` refer to rows of `to` by a new column. Nothing happens where `to` has no key of one column, or the name is taken.
pub fn add_reference(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName, column: &Name, nullable: bool) {
    let Some((key, data_type)) = schema.table(to).and_then(single_key) else { return };
    let Some(table) = schema.table_mut(from) else { return };
    if table.columns.contains_key(column) {
        return;
    }
    let place = table.columns.values().take_while(|other| !is_measure(&table.role, &other.name)).count();
    let added = Column { nullable, ..Column::new(column.clone(), data_type) };
    table.columns.shift_insert(place, column.clone(), added);
    table.add_constraint(Constraint::ForeignKey(ForeignKey {
        name: generated_name(&table.name.name, &[column], "fkey"),
        origin: NameOrigin::Generated,
        columns: vec![column.clone()],
        references: to.clone(),
        referenced_columns: vec![key],
        written: Written::default(),
        on_delete: ReferentialAction::Restrict,
        on_delete_columns: Vec::new(),
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
        deferrable: Deferrable::No,
        not_valid: false,
        comment: None,
    }));
    add_index(table, vec![column.clone()]);
}

fn is_measure(role: &TableRole, column: &Name) -> bool {
    match role {
        TableRole::Fact(fact) => fact.measures.iter().any(|measure| measure.column == *column),
        TableRole::Plain | TableRole::Dimension(_) => false,
    }
}

/// The key of one column by which rows are referred to, with its type.
pub fn single_key(table: &Table) -> Option<(Name, DataType)> {
    if let TableRole::Dimension(dimension) = &table.role
        && let Some(key) = &dimension.surrogate_key
    {
        return Some((key.clone(), table.columns.get(key).map_or(DataType::BigInt, |column| column.data_type.clone())));
    }
    match &table.primary_key()?.columns[..] {
        [only] => Some((only.clone(), table.columns.get(only)?.data_type.clone())),
        _ => None,
    }
}

/// Adds an index that [`name_again`] names.
pub fn add_index(table: &mut Table, columns: Vec<Name>) {
    let names: Vec<&Name> = columns.iter().collect();
    let name = Name::new(format!("{FORGOTTEN}{}", generated_name(&table.name.name, &names, "idx")));
    table.add_index(Index {
        name,
        unique: false,
        method: None,
        keys: columns.iter().cloned().map(IndexKey::on_column).collect(),
        include: Vec::new(),
        predicate: None,
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        statistics: BTreeMap::new(),
        hidden: false,
        comment: None,
        written: Written::default(),
    });
}

pub fn add_unique(table: &mut Table, columns: Vec<Name>) {
    let names: Vec<&Name> = columns.iter().collect();
    table.add_constraint(Constraint::Unique(Unique {
        name: generated_name(&table.name.name, &names, "key"),
        origin: NameOrigin::Generated,
        columns,
        include: Vec::new(),
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        deferrable: Deferrable::No,
        comment: None,
    }));
}

pub fn set_primary_key(table: &mut Table, columns: Vec<Name>) {
    table.constraints.retain(|_, constraint| !matches!(constraint, Constraint::PrimaryKey(_)));
    table.add_constraint(Constraint::PrimaryKey(PrimaryKey {
        name: generated_name(&table.name.name, &[], "pkey"),
        origin: NameOrigin::Generated,
        columns,
        include: Vec::new(),
        storage: IndexStorage::default(),
        deferrable: Deferrable::No,
        comment: None,
    }));
}

/// Gives a fact another grain; the loader makes it unique.
pub fn set_grain(table: &mut Table, grain: Vec<Name>) {
    let TableRole::Fact(fact) = &mut table.role else { return };
    let before = mem::replace(&mut fact.grain, grain.clone());
    drop_unique(table, &before);
    for name in &grain {
        if let Some(column) = table.columns.get_mut(name) {
            column.nullable = false;
        }
    }
    drop_redundant_indexes(table, &grain);
}

/// Takes away indexes that the unique constraint of these columns makes superfluous.
fn drop_redundant_indexes(table: &mut Table, unique: &[Name]) {
    table.indexes.retain(|_, index| {
        let columns: Option<Vec<Name>> = index.keys.iter().map(|key| key.column().cloned()).collect();
        index.unique || index.predicate.is_some() || columns.is_none_or(|columns| !unique.starts_with(&columns))
    });
}

/// Takes the unique constraint of just these columns away.
pub fn drop_unique(table: &mut Table, columns: &[Name]) {
    table
        .constraints
        .retain(|_, constraint| !matches!(constraint, Constraint::Unique(unique) if unique.columns == columns));
}

/// Gives a column another name, everywhere, unless there is one of that name.
pub fn rename_column(schema: &mut Schema, (table, from): &Address, to: &Name) {
    let is_free = schema.table(table).is_some_and(|table| !table.columns.contains_key(to));
    if is_free {
        schema.rename_column(table, Pair::new(from, to), &Wording(&Postgres::new()));
    }
}

/// Gives a table another name, everywhere.
pub fn rename_table(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    if schema.table(to).is_some() {
        return;
    }
    let Some(Object::Table(mut table)) = schema.objects.remove(&ObjectId::table(from)) else { return };
    table.name = to.clone();
    schema.insert(Object::Table(table));
    for table in tables_mut(schema) {
        for constraint in table.constraints.values_mut() {
            if let Constraint::ForeignKey(key) = constraint
                && key.references == *from
            {
                key.references = to.clone();
            }
        }
    }
}

/// Lets go of the names that nobody chose, so that [`name_again`] can choose them anew after changes.
pub fn forget_names(schema: &mut Schema) {
    for table in tables_mut(schema) {
        let own = table.name.name.clone();
        for index in mem::take(&mut table.indexes).into_values() {
            let columns: Option<Vec<&Name>> = index.keys.iter().map(IndexKey::column).collect();
            let is_generated = columns.is_some_and(|columns| generated_name(&own, &columns, "idx") == index.name);
            let name = if is_generated { Name::new(format!("{FORGOTTEN}{}", index.name)) } else { index.name.clone() };
            table.add_index(Index { name, ..index });
        }
    }
}

/// No name begins like this.
const FORGOTTEN: char = '\u{1}';

/// Chooses the names that nobody wrote, by the rule of the loader.
pub fn name_again(schema: &mut Schema) {
    for table in tables_mut(schema) {
        let own = table.name.name.clone();
        let mut names = GeneratedNames::default();
        let is_kept = |index: &Index| {
            let columns: Option<Vec<&Name>> = index.keys.iter().map(IndexKey::column).collect();
            !index.name.as_str().starts_with(FORGOTTEN)
                && columns.is_none_or(|columns| generated_name(&own, &columns, "idx") != index.name)
        };
        table.indexes.values().filter(|index| is_kept(index)).for_each(|index| names.reserve(&index.name));
        let (written, generated): (Vec<Constraint>, Vec<Constraint>) =
            mem::take(&mut table.constraints).into_values().partition(|it| matches!(it.origin(), NameOrigin::Written));
        written.iter().for_each(|constraint| names.reserve(constraint.name()));
        for constraint in written {
            table.add_constraint(constraint);
        }
        for constraint in generated {
            let (columns, suffix) = named_after(&constraint);
            let name = names.choose(None, &own, &columns, suffix).0;
            let constraint = constraint.renamed(name);
            table.add_constraint(constraint);
        }
        for index in mem::take(&mut table.indexes).into_values() {
            if is_kept(&index) {
                table.add_index(index);
                continue;
            }
            let columns: Vec<&Name> = index.keys.iter().filter_map(IndexKey::column).collect();
            let name = names.choose(None, &own, &columns, "idx").0;
            table.add_index(Index { name, ..index });
        }
    }
}

/// What the loader would name a constraint after.
fn named_after(constraint: &Constraint) -> (Vec<&Name>, &'static str) {
    match constraint {
        Constraint::PrimaryKey(_) => (Vec::new(), "pkey"),
        Constraint::Unique(_) => (constraint.columns(), "key"),
        Constraint::Check(_) => (Vec::new(), "check"),
        Constraint::ForeignKey(_) => (constraint.columns(), "fkey"),
        Constraint::Exclude(_) => (constraint.columns(), "excl"),
    }
}
