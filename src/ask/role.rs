//! Roles: tables that are looked at once more, for the part that their rows play in others.
//!
//! A reference with a part of its own (`boss_id` of employees to employees, `winner_id` and `loser_id` of matches to players) makes a table of
//! the rows it refers to, called by that part. So a row can stand beside another one of the same table: the name of an employee beside that of
//! the boss.

use super::catalog::{Catalog, ColumnId, Join, Table};
use super::reference::is_label;

impl Catalog {
    /// Adds the roles that references give. Idempotent.
    pub(super) fn add_roles(&mut self) {
        let mut tables = self.tables.clone();
        let mut joins = self.joins.clone();
        for join in self.joins.iter().filter(|it| it.has_part) {
            let Some(name) = self.name_of_part(join) else { continue };
            let is_there = joins
                .iter()
                .any(|it| it.from == join.from && it.columns == join.columns && tables[it.to].role_of == Some(join.to));
            let is_taken = self.tables.iter().any(|it| it.role_of.is_none() && it.name.eq_ignore_ascii_case(&name));
            if is_there || is_taken {
                continue;
            }
            // The part is what the role is called: the way to it is no detour.
            joins.push(Join { to: tables.len(), has_part: false, ..join.clone() });
            tables.push(Table { name, role_of: Some(join.to), ..self.tables[join.to].clone() });
        }
        *self = Self::new(tables, joins);
    }

    /// `boss` of `boss_id`, `dep_port` of `dep_port`.
    fn name_of_part(&self, join: &Join) -> Option<String> {
        let [(column, _)] = join.columns[..] else { return None };
        let words = self.words(ColumnId { table: join.from, column });
        let end = words.iter().rposition(|word| !is_label(word))?;
        Some(words[..=end].join("_"))
    }

    /// The table whose rows these are: itself, unless it is a role.
    pub fn base(&self, table: usize) -> usize {
        self.tables[table].role_of.unwrap_or(table)
    }

    pub fn is_role(&self, table: usize) -> bool {
        self.tables[table].role_of.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalog::{Column, Kind};
    use super::*;

    #[test]
    fn references_with_a_part_make_roles() {
        let column = |name: &str| Column {
            name: name.into(),
            kind: Kind::Number,
            comment: None,
            is_private: false,
            values: Vec::new(),
            has_nulls: false,
            is_unique: false,
        };
        let columns = vec![column("keeper_id"), column("boss_id")];
        let keepers = Table { name: "keeper".into(), columns, key: vec![0], ..Table::default() };
        let join = Join { from: 0, to: 0, columns: vec![(1, 0)], is_declared: true, has_part: false };
        let mut catalog = Catalog::new(vec![keepers], vec![join]);
        catalog.complete_joins();
        catalog.complete_joins();
        let names: Vec<&str> = catalog.tables.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["keeper", "boss"]);
        assert_eq!((catalog.base(1), catalog.joins.len()), (0, 2));
    }
}
