//! Virtual tables made anew with their rows. SQLite alters nothing about them but their name.

use super::keyword::quote;
use crate::dialect::Unsupported;
use crate::model::{Definition, Name, Pair, Statement};
use crate::sql::sqlite::{CreateVirtualTable, read_create_virtual_table};
use crate::sql::{Syntax, lex};

/// Where the rows of a virtual table are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contents {
    Own,
    /// In another table that it indexes: `content=other` of FTS.
    Elsewhere,
    /// Nowhere: `content=''` of FTS keeps the index alone, from which no row can be read.
    Nowhere,
}

/// What is known of a table of one of SQLite's own modules.
struct Shape {
    contents: Contents,
    columns: Vec<Name>,
    /// Rows have numbers that are no column.
    numbered: bool,
}

/// The statements that put a table of another definition in the place of this one.
pub(super) fn replace(definitions: Pair<&Definition>) -> Result<Vec<Statement>, Unsupported> {
    let read = |definition: &Definition| read_create_virtual_table(definition.definition.as_str()).ok();
    let (Some(from), Some(to)) = (read(definitions.from), read(definitions.to)) else {
        return Err(refusal(definitions.to, "its definition cannot be read"));
    };
    let (Some(old), Some(new)) = (shape(&from), shape(&to)) else {
        return Err(refusal(definitions.to, &format!("dbx does not know how `{}` keeps its rows", to.module)));
    };
    let statements = match (old.contents, new.contents) {
        (Contents::Elsewhere | Contents::Nowhere, Contents::Elsewhere) => refilled(definitions.to),
        (Contents::Own | Contents::Elsewhere, Contents::Own) if from.module == to.module => {
            if let Some(lost) = old.columns.iter().find(|column| !holds(&new.columns, column)) {
                return Err(refusal(definitions.to, &format!("what is in its column `{lost}` would be lost")));
            }
            copied(definitions.to, &to, &old)
        }
        (_, _) => return Err(refusal(definitions.to, "its rows cannot be read back and put into the new one")),
    };
    Ok(statements.into_iter().map(Statement::new).collect())
}

fn refusal(definition: &Definition, reason: &str) -> Unsupported {
    let message = format!("a virtual table is made anew to be changed, and {reason}");
    Unsupported::new(definition.id(), message, "take it out in one version of the spec, and put it back in the next")
}

fn holds(columns: &[Name], column: &Name) -> bool {
    columns.iter().any(|other| other.as_str().eq_ignore_ascii_case(column.as_str()))
}

/// It reads what it indexes from the other table again.
fn refilled(definition: &Definition) -> Vec<String> {
    let name = quote(&definition.name.name);
    vec![
        format!("DROP TABLE {name}"),
        definition.definition.as_str().to_owned(),
        format!("INSERT INTO {name} ({name}) VALUES ('rebuild')"),
    ]
}

/// A new one beside it takes its rows, and then its name. Triggers and views that speak of it are left in peace meanwhile.
fn copied(definition: &Definition, to: &CreateVirtualTable, old: &Shape) -> Vec<String> {
    let name = quote(&definition.name.name);
    let between = quote(&Name::new(format!("dbx_new_{}", definition.name.name)));
    let number = old.numbered.then(|| "rowid".to_owned());
    let columns: Vec<String> = number.into_iter().chain(old.columns.iter().map(quote)).collect();
    let columns = columns.join(", ");
    vec![
        "PRAGMA legacy_alter_table = ON".to_owned(),
        format!("CREATE VIRTUAL TABLE {between} {}", to.using),
        format!("INSERT INTO {between} ({columns})\nSELECT {columns}\nFROM {name}"),
        format!("DROP TABLE {name}"),
        format!("ALTER TABLE {between} RENAME TO {name}"),
        "PRAGMA legacy_alter_table = OFF".to_owned(),
    ]
}

/// `None` for modules that are not SQLite's own.
fn shape(table: &CreateVirtualTable) -> Option<Shape> {
    match table.module.as_str() {
        "fts4" | "fts5" => Some(full_text(&table.arguments)),
        "rtree" | "rtree_i32" => Some(Shape {
            contents: Contents::Own,
            columns: table.arguments.iter().filter_map(|argument| column(argument)).collect(),
            numbered: false,
        }),
        _ => None,
    }
}

/// Arguments with an equals sign are options, the others columns.
fn full_text(arguments: &[String]) -> Shape {
    let mut shape = Shape { contents: Contents::Own, columns: Vec::new(), numbered: true };
    for argument in arguments {
        match option(argument) {
            Some((name, value)) if name.eq_ignore_ascii_case("content") => {
                let is_empty = value.trim_matches(['\'', '"']).is_empty();
                shape.contents = if is_empty { Contents::Nowhere } else { Contents::Elsewhere };
            }
            Some(_) => {}
            None => shape.columns.extend(column(argument)),
        }
    }
    shape
}

fn option(argument: &str) -> Option<(String, String)> {
    let lexemes = lex(Syntax::Sqlite, argument).ok()?;
    let [name, equals, value @ ..] = &lexemes[..] else { return None };
    let value = value.iter().map(|lexeme| lexeme.text).collect();
    equals.is_symbol("=").then(|| (name.text.to_owned(), value))
}

/// The name in front. In an R*Tree a plus sign stands before columns that are only kept.
fn column(argument: &str) -> Option<Name> {
    let lexemes = lex(Syntax::Sqlite, argument).ok()?;
    lexemes.iter().find(|lexeme| !lexeme.is_symbol("+"))?.identifier().map(Name::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DefinitionKind, Firing, QualifiedName, SqlText};
    use std::collections::BTreeMap;

    fn table(using: &str) -> Definition {
        Definition {
            kind: DefinitionKind::VirtualTable,
            name: QualifiedName::bare("t"),
            signature: String::new(),
            table: None,
            definition: SqlText::new(format!("CREATE VIRTUAL TABLE t USING {using}")),
            firing: Firing::default(),
            settings: BTreeMap::new(),
            comment: None,
        }
    }

    fn replaced(from: &str, to: &str) -> Result<Vec<String>, String> {
        let (from, to) = (table(from), table(to));
        let statements = replace(Pair::new(&from, &to)).map_err(|error| error.message)?;
        Ok(statements.into_iter().map(|statement| statement.sql).collect())
    }

    #[test]
    fn rows_go_along() {
        let statements = replaced("fts5(a, b UNINDEXED)", "fts5(a, b UNINDEXED, c, tokenize = 'porter')").unwrap();
        assert_eq!(statements[2], "INSERT INTO dbx_new_t (rowid, a, b)\nSELECT rowid, a, b\nFROM t");
        let statements = replaced("rtree(id, x0, x1)", "rtree(id, x0, x1, +label TEXT)").unwrap();
        assert_eq!(statements[2], "INSERT INTO dbx_new_t (id, x0, x1)\nSELECT id, x0, x1\nFROM t");
    }

    #[test]
    fn an_index_over_another_table_is_filled_again() {
        let statements = replaced("fts5(a, content=docs)", "fts5(a, b, content = 'docs')").unwrap();
        assert_eq!(statements[2], "INSERT INTO t (t) VALUES ('rebuild')");
    }

    #[test]
    fn refuses_where_rows_would_be_lost() {
        for (from, to, reason) in [
            ("fts5(a, b)", "fts5(a)", "column `b` would be lost"),
            ("fts5(a, content='')", "fts5(a)", "cannot be read back"),
            ("fts5(a)", "fts5(a, content=docs)", "cannot be read back"),
            ("fts4(a)", "fts5(a)", "cannot be read back"),
            ("spellfix1", "spellfix1(edit_cost_table=c)", "does not know how `spellfix1`"),
        ] {
            let error = replaced(from, to).expect_err(to);
            assert!(error.contains(reason), "{error}");
        }
    }
}
