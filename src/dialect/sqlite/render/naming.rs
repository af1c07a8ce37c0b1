//! Where constraints stand in CREATE TABLE, and which of them need their name there.
//!
//! A constraint without a written name must read back under the name it has in the model. Reading gives names by place and order (a check on a
//! column is `table_column_check`, one of the table `table_check`, `table_check1` …), so both are chosen here, and a name that
//! would come back different is written out.

use super::super::key::has_own_order;
use crate::model::{Constraint, GeneratedNames, Name, NameOrigin, Table, generated_name};
use std::collections::BTreeSet;

/// The constraints of a table in the order in which they are written.
pub(super) struct Layout<'a> {
    /// Those that stand in a column's definition, with the column.
    inline: Vec<(&'a Name, &'a Constraint)>,
    /// Those that stand behind the columns.
    pub behind: Vec<&'a Constraint>,
    named: BTreeSet<&'a Name>,
}

impl<'a> Layout<'a> {
    pub fn of(table: &'a Table) -> Self {
        let mut sorted: Vec<&Constraint> = table.constraints.values().collect();
        sorted.sort_by_cached_key(|constraint| (constraint.kind(), numbered(constraint.name().as_str())));
        let mut layout = Self { inline: Vec::new(), behind: Vec::new(), named: BTreeSet::new() };
        for constraint in sorted {
            match column_of(constraint, table) {
                Some(column) => layout.inline.push((column, constraint)),
                None => layout.behind.push(constraint),
            }
        }
        layout.inline.sort_by_key(|(column, _)| table.columns.get_index_of(*column));
        layout.named = named(table, &layout);
        layout
    }

    /// The constraints in a column's definition.
    pub fn inside(&self, column: &Name) -> impl Iterator<Item = &'a Constraint> {
        self.inline.iter().filter(move |(inside, _)| *inside == column).map(|(_, constraint)| *constraint)
    }

    pub fn is_named(&self, constraint: &Constraint) -> bool {
        self.named.contains(constraint.name())
    }
}

/// The column in whose definition the constraint stands: a primary key of one column, and a check whose generated name says so.
fn column_of<'a>(constraint: &'a Constraint, table: &'a Table) -> Option<&'a Name> {
    match constraint {
        Constraint::PrimaryKey(key) => match &key.columns[..] {
            [only] if !has_own_order(&key.storage) => table.columns.get_key_value(only).map(|(name, _)| name),
            _ => None,
        },
        Constraint::Check(check) if matches!(check.origin, NameOrigin::Generated) => {
            table.columns.keys().find(|column| {
                let (stem, _) = numbered(check.name.as_str());
                generated_name(&table.name.name, &[column], "check").as_str() == stem
            })
        }
        Constraint::Check(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => None,
    }
}

/// A name without the number at its end, and the number: `t_check10` comes after `t_check9`.
fn numbered(name: &str) -> (String, u64) {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.to_owned(), name[stem.len()..].parse().unwrap_or(0))
}

/// Names that must be written: those somebody wrote, and those that reading would not find by itself.
fn named<'a>(table: &'a Table, layout: &Layout<'a>) -> BTreeSet<&'a Name> {
    let places: Vec<(Option<&Name>, &Constraint)> = (layout.inline.iter().map(|(column, it)| (Some(*column), *it)))
        .chain(layout.behind.iter().map(|constraint| (None, *constraint)))
        .collect();
    let mut named: BTreeSet<&Name> = table
        .constraints
        .values()
        .filter(|it| matches!(it.origin(), NameOrigin::Written))
        .map(Constraint::name)
        .collect();
    // Every turn writes one name more, so it ends.
    while let Some(name) = first_misread(table, &places, &named) {
        named.insert(name);
    }
    named
}

/// The first constraint that would be read back under another name.
fn first_misread<'a>(
    table: &Table,
    places: &[(Option<&Name>, &'a Constraint)],
    named: &BTreeSet<&Name>,
) -> Option<&'a Name> {
    let mut names = GeneratedNames::default();
    named.iter().for_each(|name| names.reserve(name));
    places.iter().filter(|(_, constraint)| !named.contains(constraint.name())).find_map(|(column, constraint)| {
        let (columns, suffix) = parts(constraint, *column);
        let (name, _) = names.choose(None, &table.name.name, &columns, suffix);
        (name != *constraint.name()).then_some(constraint.name())
    })
}

/// What a generated name is made of besides the table's.
fn parts<'a>(constraint: &'a Constraint, column: Option<&'a Name>) -> (Vec<&'a Name>, &'static str) {
    match constraint {
        Constraint::PrimaryKey(_) => (Vec::new(), "pkey"),
        Constraint::Unique(_) => (constraint.columns(), "key"),
        Constraint::ForeignKey(_) => (constraint.columns(), "fkey"),
        Constraint::Check(_) => (column.into_iter().collect(), "check"),
        Constraint::Exclude(_) => (constraint.columns(), "excl"),
    }
}
