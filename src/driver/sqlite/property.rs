//! Properties of a table that the model has no place for. A rebuild would lose them, so they are told.

use super::constraint::{Placed, is_descending_number};
use super::unmanaged::unmanaged;
use crate::model::{Table, Unmanaged};
use crate::sql::sqlite::{Clause, ClauseBody, CreateTable};
use std::collections::BTreeSet;

/// One property: its name in the address, and where it stands in a clause.
type Property = (&'static str, fn(&Clause) -> Option<String>);

const PROPERTIES: [Property; 2] = [("match", match_kind), ("clause_names", clause_name)];

/// `table:users#match` and its like, each with a hash of all its places.
pub(super) fn unexpressed(table: &Table, written: &CreateTable, placed: &[Placed<'_>]) -> Vec<Unmanaged> {
    let places = places(written);
    let mut found: Vec<Unmanaged> = PROPERTIES
        .iter()
        .filter_map(|(property, of)| {
            let values: Vec<String> =
                places.iter().filter_map(|(place, clause)| Some(format!("{place} {}", of(clause)?))).collect();
            (!values.is_empty()).then(|| unmanaged(format!("{}#{property}", table.id()), &values.join("\n")))
        })
        .collect();
    if placed.iter().any(|clause| is_descending_number(clause, table)) {
        found.push(unmanaged(format!("{}#key_order", table.id()), "INTEGER PRIMARY KEY DESC"));
    }
    found.extend(repeated_names(written).map(|names| unmanaged(format!("{}#repeated_names", table.id()), &names)));
    found
}

/// Every clause, with the column it stands in.
fn places(written: &CreateTable) -> Vec<(&str, &Clause)> {
    let inside =
        written.columns.iter().flat_map(|column| column.clauses.iter().map(|clause| (column.name.as_str(), clause)));
    inside.chain(written.constraints.iter().map(|clause| ("", clause))).collect()
}

/// SQLite does MATCH SIMPLE whatever is written.
fn match_kind(clause: &Clause) -> Option<String> {
    match &clause.body {
        ClauseBody::ForeignKey { reference, .. } => reference.match_kind.clone().filter(|word| word != "SIMPLE"),
        ClauseBody::NotNull
        | ClauseBody::Null
        | ClauseBody::Default(_)
        | ClauseBody::Collate(_)
        | ClauseBody::Generated { .. }
        | ClauseBody::PrimaryKey { .. }
        | ClauseBody::Unique { .. }
        | ClauseBody::Check { .. } => None,
    }
}

/// The name of a clause that is no constraint in the model, such as NOT NULL.
fn clause_name(clause: &Clause) -> Option<String> {
    match &clause.body {
        ClauseBody::NotNull
        | ClauseBody::Null
        | ClauseBody::Default(_)
        | ClauseBody::Collate(_)
        | ClauseBody::Generated { .. } => clause.name.clone(),
        ClauseBody::PrimaryKey { .. }
        | ClauseBody::Unique { .. }
        | ClauseBody::Check { .. }
        | ClauseBody::ForeignKey { .. } => None,
    }
}

/// Names that several constraints of the table share, which only SQLite allows.
fn repeated_names(written: &CreateTable) -> Option<String> {
    let mut seen = BTreeSet::new();
    let repeated: Vec<&str> = places(written)
        .into_iter()
        .filter(|(_, clause)| clause_name(clause).is_none())
        .filter_map(|(_, clause)| clause.name.as_deref())
        .filter(|name| !seen.insert(*name))
        .collect();
    (!repeated.is_empty()).then(|| repeated.join("\n"))
}
