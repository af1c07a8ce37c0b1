//! From a star to third normal form: a table per thing, each with a key of its own, nothing written twice.

use super::draft::Draft;
use super::edit;
use super::fulfil::is_calendar;
use super::starter::Split;
use super::vocabulary::bare_noun;
use super::word::{plural, singular};
use crate::model::{
    Column, Constraint, DataType, Identity, IdentityMode, Name, Object, QualifiedName, Schema, Table, TableRole,
};

/// Takes the star apart.
pub fn normalize(draft: &mut Draft) {
    replace_calendar(&mut draft.schema);
    for (thing, owners) in draft.belongs.clone() {
        hand_over(&mut draft.schema, &thing, &owners);
    }
    for split in draft.splits.clone() {
        split_document(draft, &split);
    }
    for name in draft.order.clone() {
        let role = draft.schema.table(&name).map(|table| table.role.clone());
        let new = match role {
            Some(TableRole::Dimension(_)) => dimension(&mut draft.schema, &name),
            Some(TableRole::Fact(_)) => fact(&mut draft.schema, &name),
            Some(TableRole::Plain) | None => name.clone(),
        };
        for other in draft.order.iter_mut().chain(&mut draft.named).filter(|other| **other == name) {
            *other = new.clone();
        }
        draft.retell(&name.to_string(), &new.to_string());
    }
    draft.order.retain(|name| draft.schema.table(name).is_some());
}

/// Days are values, not rows of a table.
fn replace_calendar(schema: &mut Schema) {
    let Some(calendar) = schema.tables().find(|table| is_calendar(table)).map(|table| table.name.clone()) else {
        return;
    };
    for name in edit::table_names(schema) {
        for key in take_references(schema, &name, &calendar) {
            let new = match key.as_str().trim_end_matches("_key") {
                "date" => format!("{}_date", singular_noun(&name)),
                other => other.to_owned(),
            };
            edit::rename_column(schema, &(name.clone(), key), &Name::new(new));
        }
    }
    edit::drop_table(schema, &calendar);
}

/// The columns that refer to the calendar, which hold days from now on.
fn take_references(schema: &mut Schema, name: &QualifiedName, calendar: &QualifiedName) -> Vec<Name> {
    let Some(table) = schema.table_mut(name) else { return Vec::new() };
    let is_reference =
        |constraint: &Constraint| matches!(constraint, Constraint::ForeignKey(key) if key.references == *calendar);
    let keys: Vec<Name> =
        table.foreign_keys().filter(|key| key.references == *calendar).flat_map(|key| key.columns.clone()).collect();
    table.constraints.retain(|_, constraint| !is_reference(constraint));
    for key in &keys {
        if let Some(column) = table.columns.get_mut(key) {
            column.data_type = DataType::Date;
        }
    }
    keys
}

/// `loan_payment` for `fact_loan_payments`.
fn singular_noun(name: &QualifiedName) -> String {
    let noun = bare_noun(name.name.as_str());
    match noun.rsplit_once('_') {
        Some((front, last)) => format!("{front}_{}", singular(last)),
        None => singular(noun),
    }
}

fn plural_noun(noun: &str) -> String {
    match noun.rsplit_once('_') {
        Some((front, last)) => format!("{front}_{}", plural(last)),
        None => plural(noun),
    }
}

/// A loan has one borrower: the loan says so once, and not each of its payments.
fn hand_over(schema: &mut Schema, thing: &QualifiedName, owners: &[QualifiedName]) {
    if schema.table(thing).is_none() {
        return;
    }
    for owner in owners.iter().filter(|owner| schema.table(owner).is_some()).cloned().collect::<Vec<_>>() {
        let Some((key, _)) = schema.table(&owner).and_then(edit::single_key) else { continue };
        edit::add_reference(schema, thing, &owner, &key, true);
        for fact in edit::table_names(schema) {
            let Some(table) = schema.table(&fact) else { continue };
            let refers = |to: &QualifiedName| table.foreign_keys().any(|key| key.references == *to);
            let in_grain = matches!(&table.role, TableRole::Fact(role) if role.grain.contains(&key));
            if matches!(table.role, TableRole::Fact(_)) && refers(thing) && refers(&owner) && !in_grain {
                edit::drop_column(schema, &(fact.clone(), key.clone()));
            }
        }
    }
}

/// Orders and their lines.
fn split_document(draft: &mut Draft, split: &Split) {
    let fact = QualifiedName::bare(split.fact.as_str());
    let key = Name::new(split.key.as_str());
    let Some(table) = draft.schema.table(&fact).filter(|table| table.columns.contains_key(&key)) else { return };
    let document = QualifiedName::bare(format!("fact_{}", plural_noun(&split.document)));
    let lines = QualifiedName::bare(format!("fact_{}", plural_noun(&split.lines)));
    if draft.schema.table(&document).is_some_and(|_| document != fact) {
        return;
    }
    let mut head = Table::new(document.clone());
    head.role = TableRole::Fact(crate::model::Fact { grain: vec![key.clone()], measures: Vec::new() });
    let day = Name::new(format!("{}_date", singular_noun(&fact)));
    let moves =
        |name: &Name| *name == key || *name == day || split.columns.iter().any(|column| column == name.as_str());
    let moved: Vec<Column> = table.columns.values().filter(|column| moves(&column.name)).cloned().collect();
    let references: Vec<Constraint> =
        table.foreign_keys().filter(|key| key.columns.iter().all(moves)).cloned().map(Constraint::ForeignKey).collect();
    let grain: Vec<Name> = match &table.role {
        TableRole::Fact(role) => role.grain.iter().filter(|name| **name != key).cloned().collect(),
        TableRole::Plain | TableRole::Dimension(_) => Vec::new(),
    };
    for column in &moved {
        head.add_column(column.clone());
    }
    for constraint in references {
        let columns: Vec<Name> = constraint.columns().into_iter().cloned().collect();
        head.add_constraint(constraint);
        edit::add_index(&mut head, columns);
    }
    for column in moved {
        edit::drop_column(&mut draft.schema, &(fact.clone(), column.name));
    }
    edit::rename_table(&mut draft.schema, &fact, &lines);
    draft.schema.insert(Object::Table(Box::new(head)));
    edit::rename_column(&mut draft.schema, &(document.clone(), day), &Name::new(format!("{}_date", split.document)));
    let reference = Name::new(format!("{}_key", split.document));
    refer(&mut draft.schema, &lines, &document, &reference);
    if let Some(table) = draft.schema.table_mut(&lines) {
        edit::set_grain(table, std::iter::once(reference).chain(grain).collect());
    }
    draft.retell(&fact.to_string(), &lines.to_string());
    let at = draft.order.iter().position(|name| *name == fact).unwrap_or(0);
    draft.order.retain(|name| *name != fact);
    draft.order.splice(at..at, [document.clone(), lines.clone()]);
    draft.named.extend([document, lines]);
}

/// The document has no key of one column yet: it gets one, which [`fact`] then finds.
fn refer(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName, column: &Name) {
    if let Some(table) = schema.table_mut(to) {
        add_identity(table, column.clone());
    }
    edit::add_reference(schema, from, to, column, false);
}

fn add_identity(table: &mut Table, name: Name) {
    let identity = Column {
        nullable: false,
        identity: Some(Identity::new(IdentityMode::ByDefault)),
        ..Column::new(name.clone(), DataType::BigInt)
    };
    table.columns.shift_insert(0, name.clone(), identity);
    edit::set_primary_key(table, vec![name]);
}

/// `customers` with `customer_id` for `dim_customer` with `customer_key`.
fn dimension(schema: &mut Schema, name: &QualifiedName) -> QualifiedName {
    for column in ["valid_from", "valid_to", "is_current"] {
        edit::drop_column(schema, &(name.clone(), column.into()));
    }
    let noun = bare_noun(name.name.as_str()).to_owned();
    let natural = Name::new(format!("{noun}_id"));
    edit::rename_column(schema, &(name.clone(), natural), &Name::new(format!("{noun}_number")));
    if let Some(table) = schema.table_mut(name)
        && let TableRole::Dimension(role) = std::mem::take(&mut table.role)
    {
        let key = role.surrogate_key.clone();
        if let Some(key) = key.clone().filter(|key| !table.columns.contains_key(key)) {
            add_identity(table, key);
        }
        if !role.natural_key.is_empty() {
            edit::drop_unique(table, &role.natural_key);
            for name in &role.natural_key {
                if let Some(column) = table.columns.get_mut(name) {
                    column.nullable = false;
                }
            }
            edit::add_unique(table, role.natural_key.clone());
        }
        if let Some(key) = key {
            rename_key(schema, name, &key, &noun);
        }
    }
    let new = name.sibling(plural_noun(&noun));
    edit::rename_table(schema, name, &new);
    new
}

/// `customer_key` is called `customer_id`, in the table and in those that refer to it.
fn rename_key(schema: &mut Schema, name: &QualifiedName, key: &Name, noun: &str) {
    let referring: Vec<(QualifiedName, Name)> = schema
        .tables()
        .flat_map(|table| {
            table
                .foreign_keys()
                .filter(|key| key.references == *name)
                .flat_map(|key| key.columns.iter().map(|column| (table.name.clone(), column.clone())))
        })
        .collect();
    edit::rename_column(schema, &(name.clone(), key.clone()), &Name::new(format!("{noun}_id")));
    for (table, column) in referring {
        if let Some(front) = column.as_str().strip_suffix("_key") {
            let new = Name::new(format!("{front}_id"));
            edit::rename_column(schema, &(table, column.clone()), &new);
        }
    }
}

/// `orders` with a key of its own for `fact_orders`.
fn fact(schema: &mut Schema, name: &QualifiedName) -> QualifiedName {
    let noun = singular_noun(name);
    let own_key = Name::new(format!("{noun}_id"));
    let key = Name::new(format!("{noun}_key"));
    // The number on the paper keeps to itself what the key of the rows is called.
    edit::rename_column(schema, &(name.clone(), own_key.clone()), &Name::new(format!("{noun}_number")));
    if let Some(table) = schema.table_mut(name)
        && let TableRole::Fact(role) = std::mem::take(&mut table.role)
    {
        if table.primary_key().is_none() {
            add_identity(table, key.clone());
        }
        // Only in a star are numbers of documents dimensions.
        let numbers = table.columns.values_mut();
        let is_star_talk = |comment: &String| comment.starts_with("degenerate dimension");
        numbers
            .filter(|column| column.comment.as_ref().is_some_and(is_star_talk))
            .for_each(|column| column.comment = None);
        if !role.grain.is_empty() {
            edit::drop_unique(table, &role.grain);
            edit::add_unique(table, role.grain);
        }
    }
    rename_key(schema, name, &key, &noun);
    let new = name.sibling(bare_noun(name.name.as_str()));
    edit::rename_table(schema, name, &new);
    new
}
