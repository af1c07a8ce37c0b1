//! Which tables are of people: `who` asks for their rows.

use super::catalog::{Catalog, ColumnId};
use super::lexicon::is_person;
use super::name;

/// Columns that only people have.
const OF_PEOPLE: [&str; 14] = [
    "first name",
    "last name",
    "surname",
    "forename",
    "given name",
    "family name",
    "full name",
    "birth date",
    "date of birth",
    "year of birth",
    "gender",
    "sex",
    "wage",
    "salary",
];

/// Tables called by what people are or do, or with columns that only people have.
pub fn tables_of_people(catalog: &Catalog) -> Vec<usize> {
    (0..catalog.tables.len())
        .filter(|table| !catalog.is_role(*table))
        .filter(|table| !is_bridge(catalog, *table))
        .filter(|table| is_called_so(catalog, *table) || has_their_columns(catalog, *table))
        .collect()
}

/// Whether rows only say what belongs together: `band_member` is of no people.
fn is_bridge(catalog: &Catalog, table: usize) -> bool {
    let key = &catalog.tables[table].key;
    let refers = |column: usize| catalog.joins.iter().any(|join| join.goes_by(ColumnId { table, column }));
    key.len() > 1 && key.iter().all(|column| refers(*column))
}

fn is_called_so(catalog: &Catalog, table: usize) -> bool {
    name::words(super::element::without_role(&catalog.tables[table].name)).last().is_some_and(|noun| is_person(noun))
}

fn has_their_columns(catalog: &Catalog, table: usize) -> bool {
    let columns = 0..catalog.tables[table].columns.len();
    let mut names = columns.map(|column| catalog.words(ColumnId { table, column }).join(" "));
    names.any(|name| OF_PEOPLE.iter().any(|it| name == *it || name.split(' ').next_back() == Some(*it)))
}

#[cfg(test)]
mod tests {
    use super::super::catalog::{Column, Kind, Table};
    use super::*;

    #[test]
    fn people_are_told_by_the_noun_or_by_the_columns() {
        let column = |name: &str| Column {
            name: name.into(),
            kind: Kind::Text,
            comment: None,
            is_private: false,
            values: Vec::new(),
            has_nulls: false,
            is_unique: false,
        };
        let table = |name: &str, columns: &[&str]| Table {
            name: name.into(),
            columns: columns.iter().map(|it| column(it)).collect(),
            ..Table::default()
        };
        let tables = vec![
            table("keepers", &["name"]),
            table("lanterns", &["name", "height"]),
            table("crew", &["forename", "rank"]),
        ];
        assert_eq!(tables_of_people(&Catalog::new(tables, Vec::new())), [0, 2]);
    }
}
