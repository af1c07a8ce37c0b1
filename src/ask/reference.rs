//! References between tables: what those that are declared are called, and those that nobody declared, guessed from names, types and values.

use super::catalog::{Catalog, Column, ColumnId, Join, Kind};
use super::name;
use super::stem::stem;
use std::collections::BTreeSet;

/// A text column refers to a key where so many of its values, and all of them, are among those of the key.
const LEAST_SHARED: usize = 3;

impl Catalog {
    /// Puts the joins in order, and adds those that no foreign key declares. Idempotent.
    pub fn complete_joins(&mut self) {
        let mut found = Vec::new();
        let own: Vec<usize> = (0..self.tables.len()).filter(|table| !self.is_role(*table)).collect();
        for to in own.iter().copied() {
            let Some(key) = self.key_to_refer_to(to) else { continue };
            for from in own.iter().copied().filter(|from| *from != to && !self.are_joined(*from, to)) {
                let columns = (0..self.tables[from].columns.len()).map(|column| ColumnId { table: from, column });
                let alike = columns.filter(|column| self.could_refer(*column, key));
                found.extend(alike.map(|it| Join {
                    from,
                    to,
                    columns: vec![(it.column, key.column)],
                    is_declared: false,
                    has_part: false,
                }));
            }
        }
        self.joins.sort_by_key(|join| (join.from, join.columns.clone()));
        // Two tables that have each other's key by the same name need one join.
        found.dedup_by_key(|join| (join.from.min(join.to), join.from.max(join.to), join.columns.clone()));
        self.joins.extend(found);
        let parts: Vec<bool> = self.joins.iter().map(|join| self.has_part(join)).collect();
        for (join, has_part) in self.joins.iter_mut().zip(parts) {
            join.has_part = has_part;
        }
        self.add_roles();
    }

    fn are_joined(&self, one: usize, other: usize) -> bool {
        self.joins.iter().any(|join| (join.from, join.to) == (one, other) || (join.from, join.to) == (other, one))
    }

    /// The primary key, or without one the first column that is unique and called like a key.
    fn key_to_refer_to(&self, table: usize) -> Option<ColumnId> {
        let it = &self.tables[table];
        let column = match it.key[..] {
            [key] => Some(key),
            [] => (0..it.columns.len()).find(|column| {
                it.columns[*column].is_unique && self.is_called_like_key(ColumnId { table, column: *column })
            }),
            _ => None,
        };
        column.map(|column| ColumnId { table, column })
    }

    fn is_called_like_key(&self, id: ColumnId) -> bool {
        self.words(id).last().is_some_and(|word| is_label(word))
    }

    /// Whether a column is named as the key of another table, `stuid` and `stuid`, `student_id` and `student.id`, `home_team_id` and
    /// `team.id`, or holds nothing but its values.
    fn could_refer(&self, from: ColumnId, to: ColumnId) -> bool {
        let (column, key) = (self.column(from), self.column(to));
        if column.kind != key.kind || self.tables[from.table].key == [from.column] && self.is_alike_by_chance(from, to)
        {
            return false;
        }
        let (own, key_words) = (self.stems(from).to_vec(), self.stems(to).to_vec());
        let table = self.stems_of_table(to.table);
        let is_generic = matches!(&key_words[..], [label] if is_label(label));
        if plain(&column.name) == plain(&key.name) {
            return !is_generic;
        }
        let long =
            if is_generic || key_words.len() == 1 { [table.clone(), key_words.clone()].concat() } else { key_words };
        let is_named = long.len() > 1 && own.ends_with(&long);
        // `country`, a number, beside a table of countries.
        let is_table = own == table && key.kind == Kind::Number;
        is_named || is_table || shares_values(column, key)
    }

    /// Whether a key and the key of another table are alike by chance: only the same name of several words makes one the other.
    fn is_alike_by_chance(&self, from: ColumnId, to: ColumnId) -> bool {
        plain(&self.column(from).name) != plain(&self.column(to).name) || self.stems(from).len() < 2
    }

    fn stems_of_table(&self, table: usize) -> Vec<String> {
        name::words(&self.tables[table].name).iter().map(|word| stem(word)).collect()
    }

    /// Whether the referencing column is called otherwise than what it refers to.
    fn has_part(&self, join: &Join) -> bool {
        let [(from, to)] = join.columns[..] else { return false };
        if self.is_role(join.to) {
            return false;
        }
        let mut known: BTreeSet<String> = self.stems(ColumnId { table: join.to, column: to }).iter().cloned().collect();
        known.extend(self.stems_of_table(join.to));
        self.stems(ColumnId { table: join.from, column: from })
            .iter()
            .any(|word| !known.contains(word) && !is_label(word))
    }
}

/// Whether all values of a text column are among those of a key, and enough of them.
fn shares_values(column: &Column, key: &Column) -> bool {
    let known: BTreeSet<&String> = key.values.iter().collect();
    column.kind == Kind::Text
        && key.is_unique
        && column.values.len() >= LEAST_SHARED
        && column.values.iter().all(|value| known.contains(value))
}

/// Words that say of a column only that it names a row.
pub(super) fn is_label(word: &str) -> bool {
    matches!(word, "id" | "code" | "key" | "no" | "number" | "name" | "ref" | "refer")
}

/// A name without case and separators.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::catalog::Table;
    use super::*;

    fn column(name: &str, kind: Kind, values: &[&str]) -> Column {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        Column { name: name.into(), kind, comment: None, is_private: false, values, has_nulls: false, is_unique: true }
    }

    fn guessed(to: (&str, Column), from: (&str, Column)) -> bool {
        let table = |name: &str, columns: Vec<Column>, key: Vec<usize>| Table {
            name: name.into(),
            columns,
            key,
            ..Table::default()
        };
        let from = table(from.0, vec![column("no", Kind::Number, &[]), from.1], vec![0]);
        let mut catalog = Catalog::new(vec![table(to.0, vec![to.1], vec![0]), from], Vec::new());
        catalog.complete_joins();
        catalog.joins.iter().any(|join| (join.from, join.to) == (1, 0) && join.columns == [(1, 0)])
    }

    #[test]
    fn references_are_guessed_by_names_and_values() {
        let number = |name: &str| column(name, Kind::Number, &[]);
        assert!(guessed(("teams", number("id")), ("match", number("team_id"))));
        assert!(guessed(("teams", number("id")), ("match", number("home_team_id"))));
        assert!(guessed(("member", number("memberid")), ("loan", number("MemberID"))));
        assert!(guessed(("country", number("Country_Id")), ("coach", number("country"))));
        assert!(!guessed(("teams", number("id")), ("match", number("referee_id"))));
        assert!(!guessed(("teams", number("id")), ("match", number("id"))));
        let codes = |name: &str, values: &[&str]| column(name, Kind::Text, values);
        assert!(guessed(("port", codes("code", &["A", "B", "C", "D"])), ("trip", codes("origin", &["A", "B", "C"]))));
        assert!(!guessed(("port", codes("code", &["A", "B"])), ("trip", codes("origin", &["A", "Z", "B"]))));
    }
}
