//! What the statements of a migration do to whole tables, read from their first words.

use crate::model::Statement;
use crate::sql::{Lexeme, Syntax, lex};
use std::collections::{BTreeMap, BTreeSet};

/// Where each table's rows are expected after the statements. Names are in lower case.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Effects {
    /// Tables that are dropped, by the names they had before the first statement. A rebuilt table is among them.
    pub dropped: BTreeSet<String>,
    /// Tables into which the statements write rows by themselves, by their names before.
    pub written: BTreeSet<String>,
    /// Names before, by the names after, of tables that are renamed or rebuilt.
    origins: BTreeMap<String, String>,
    created: BTreeSet<String>,
    /// Names that dropped tables have left free, with the table's name before.
    vacated: BTreeMap<String, String>,
}

enum Effect {
    Create(String),
    Drop(String),
    Rename(String, String),
    Write(String),
}

impl Effects {
    pub fn of(statements: &[Statement]) -> Self {
        let mut effects = Self::default();
        for statement in statements {
            match effect(&statement.sql) {
                Some(Effect::Create(table)) => {
                    effects.created.insert(table);
                }
                Some(Effect::Drop(table)) => effects.drop_table(table),
                Some(Effect::Rename(from, to)) => effects.rename(&from, to),
                Some(Effect::Write(table)) if !effects.created.contains(&table) => {
                    let origin = effects.origin(&table);
                    effects.written.insert(origin);
                }
                Some(Effect::Write(_)) | None => {}
            }
        }
        effects
    }

    /// What a table of now was called before the first statement.
    pub fn origin(&self, table: &str) -> String {
        self.origins.get(table).cloned().unwrap_or_else(|| table.to_owned())
    }

    /// What a table of before is called after the last statement, if it is still there.
    pub fn name_after(&self, origin: &str) -> Option<String> {
        let moved = self.origins.iter().find(|(_, from)| *from == origin).map(|(now, _)| now.clone());
        let stays = || (!self.dropped.contains(origin)).then(|| origin.to_owned());
        moved.or_else(stays)
    }

    fn drop_table(&mut self, table: String) {
        if self.created.remove(&table) {
            return;
        }
        let origin = self.origins.remove(&table).unwrap_or_else(|| table.clone());
        self.dropped.insert(origin.clone());
        self.vacated.insert(table, origin);
    }

    fn rename(&mut self, from: &str, to: String) {
        if !self.created.remove(from) {
            let origin = self.origins.remove(from).unwrap_or_else(|| from.to_owned());
            self.origins.insert(to, origin);
        } else if let Some(origin) = self.vacated.remove(&to) {
            // A new table takes the place of the one that was dropped: a rebuild.
            self.origins.insert(to, origin);
        } else {
            self.created.insert(to);
        }
    }
}

fn effect(sql: &str) -> Option<Effect> {
    let lexemes = lex(Syntax::Sqlite, sql).ok()?;
    let words = Words { lexemes: &lexemes };
    if let Some(at) = words.behind(&["DROP", "TABLE"]) {
        return words.table(words.over(at, &["IF", "EXISTS"])).map(|(table, _)| Effect::Drop(table));
    }
    if let Some(at) = words.behind(&["CREATE", "TABLE"]) {
        return words.table(words.over(at, &["IF", "NOT", "EXISTS"])).map(|(table, _)| Effect::Create(table));
    }
    if let Some(at) = words.behind(&["CREATE", "VIRTUAL", "TABLE"]) {
        return words.table(words.over(at, &["IF", "NOT", "EXISTS"])).map(|(table, _)| Effect::Create(table));
    }
    if let Some(at) = words.behind(&["ALTER", "TABLE"]) {
        let (from, end) = words.table(at)?;
        let to = words.over(end, &["RENAME", "TO"]);
        return (to > end).then(|| words.table(to)).flatten().map(|(to, _)| Effect::Rename(from, to));
    }
    words.written().map(Effect::Write)
}

/// The lexemes of a statement, as words to compare.
struct Words<'a> {
    lexemes: &'a [Lexeme<'a>],
}

impl Words<'_> {
    fn sees(&self, at: usize, words: &[&str]) -> bool {
        let ahead =
            |(ahead, word): (usize, &&str)| self.lexemes.get(at + ahead).is_some_and(|lexeme| lexeme.is_word(word));
        words.iter().enumerate().all(ahead)
    }

    /// The place behind these words, if the statement starts with them.
    fn behind(&self, words: &[&str]) -> Option<usize> {
        self.sees(0, words).then_some(words.len())
    }

    /// The place behind these words, if they stand here, and otherwise this place.
    fn over(&self, at: usize, words: &[&str]) -> usize {
        if self.sees(at, words) { at + words.len() } else { at }
    }

    /// A table's name without the database in front of it, and the place behind it.
    fn table(&self, at: usize) -> Option<(String, usize)> {
        let qualified = self.lexemes.get(at + 1).is_some_and(|lexeme| lexeme.is_symbol("."));
        let at = if qualified { at + 2 } else { at };
        let name = self.lexemes.get(at)?;
        let name = name.identifier().unwrap_or_else(|| name.text.trim_matches('\''));
        Some((name.to_ascii_lowercase(), at + 1))
    }

    /// The table that an INSERT, REPLACE, UPDATE or DELETE writes to.
    fn written(&self) -> Option<String> {
        let starts = ["INSERT", "REPLACE", "UPDATE", "DELETE", "WITH"];
        if !starts.iter().any(|word| self.sees(0, &[word])) {
            return None;
        }
        let at = (0..self.lexemes.len()).find_map(|at| {
            if self.sees(at, &["INTO"]) {
                Some(at + 1)
            } else if self.sees(at, &["DELETE", "FROM"]) {
                Some(at + 2)
            } else if self.sees(at, &["UPDATE", "OR"]) {
                Some(at + 3)
            } else if self.sees(at, &["UPDATE"]) {
                Some(at + 1)
            } else {
                None
            }
        })?;
        self.table(at).map(|(table, _)| table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effects(statements: &[&str]) -> Effects {
        Effects::of(&statements.iter().map(|sql| Statement::new(*sql)).collect::<Vec<_>>())
    }

    #[test]
    fn follows_a_rebuilt_and_renamed_table() {
        let effects = effects(&[
            "ALTER TABLE [Old Users] RENAME TO users",
            "ALTER TABLE users RENAME COLUMN a TO b",
            "CREATE TABLE dbx_new_users (id INTEGER)",
            "INSERT INTO dbx_new_users (id) SELECT id FROM users",
            "DROP TABLE users",
            "ALTER TABLE dbx_new_users RENAME TO users",
        ]);
        assert_eq!(effects.dropped, BTreeSet::from(["old users".to_owned()]));
        assert_eq!(effects.name_after("old users").as_deref(), Some("users"));
        assert_eq!(effects.origin("users"), "old users");
        assert_eq!(effects.written, BTreeSet::new());
    }

    #[test]
    fn tells_drops_and_writes() {
        let effects = effects(&[
            "drop table if exists main.\"A\"",
            "update or ignore b set x = 1",
            "with c as (select 1) delete from d",
            "insert or replace into main.e values (1)",
        ]);
        assert_eq!(effects.name_after("a"), None);
        assert_eq!(effects.name_after("b").as_deref(), Some("b"));
        assert_eq!(effects.written, ["b", "d", "e"].map(str::to_owned).into());
    }
}
