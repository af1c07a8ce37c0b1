//! Views.

use super::catalog::{Catalog, ViewRow};
use super::session::Kept;
use super::shown::Kind;
use super::unmanaged::unmanaged;
use super::{Found, bare, own_database};
use crate::driver::Definers;
use crate::model::{Name, Object, SqlText, View};
use crate::sql::{Lexeme, Syntax, lex};
use std::collections::BTreeMap;

pub(super) fn views(catalog: &Catalog, definers: Definers, found: &mut Found) {
    for row in &catalog.views {
        let shown = catalog.shown.text(Kind::View, &row.name).unwrap_or_default();
        match view(row, shown, catalog, definers) {
            Some(view) => found.add(Object::View(view)),
            None => found.leave(unmanaged(format!("view:{}", row.name), shown)),
        }
    }
}

/// None where the text is not to be had, or not to be read.
fn view(row: &ViewRow, shown: &str, catalog: &Catalog, definers: Definers) -> Option<View> {
    let text = Definers::LeaveOut.of_statement(shown);
    let parts = parts(&text)?;
    let query = match row.check_option.as_str() {
        "NONE" => parts.query,
        option => parts.query.strip_suffix(&format!(" WITH {option} CHECK OPTION"))?,
    };
    let kept = Kept {
        sql_mode: None,
        time_zone: None,
        character_set_client: &row.character_set_client,
        collation_connection: &row.collation_connection,
    };
    let mut options = options(row, &text, &kept, catalog);
    options.extend(definers.account(shown).map(|account| format!("definer={account}")));
    options.sort();
    let options = options.iter().filter_map(|option| option.split_once('=')).collect();
    Some(View {
        name: bare(&row.name),
        columns: parts.columns,
        query: SqlText::new(own_database::without(query, &catalog.session.database)),
        options,
        column_comments: BTreeMap::new(),
        column_defaults: BTreeMap::new(),
        comment: None,
    })
}

/// Those that are not what a view has anyway.
fn options(row: &ViewRow, text: &str, kept: &Kept<'_>, catalog: &Catalog) -> Vec<String> {
    let algorithm =
        ["MERGE", "TEMPTABLE"].into_iter().find(|name| text.starts_with(&format!("CREATE ALGORITHM={name} ")));
    let mut options = Vec::new();
    options.extend(algorithm.map(|name| format!("algorithm={}", name.to_ascii_lowercase())));
    if row.check_option != "NONE" {
        options.push(format!("check_option={}", row.check_option.to_ascii_lowercase()));
    }
    if row.security != "DEFINER" {
        options.push(format!("sql_security={}", row.security.to_ascii_lowercase()));
    }
    options.extend(kept.unlike(&catalog.session).into_iter().map(|(name, value)| format!("{name}={value}")));
    options
}

#[derive(Debug, PartialEq, Eq)]
struct Parts<'a> {
    columns: Vec<Name>,
    query: &'a str,
}

/// The parts behind the name in `` CREATE … VIEW `v` (`a`,`b`) AS select … ``.
fn parts(text: &str) -> Option<Parts<'_>> {
    let lexemes = lex(Syntax::Mysql, text).ok()?;
    let name = lexemes.iter().position(|lexeme| lexeme.is_word("VIEW"))? + 1;
    let start = lexemes[name..].iter().position(|lexeme| lexeme.is_word("AS"))? + name;
    let columns = lexemes[name + 1..start].iter().filter_map(Lexeme::identifier).map(Name::from).collect();
    Some(Parts { columns, query: text[lexemes[start].end()..].trim() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_read() {
        let parts =
            parts("CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `v as` (`a`,`b`) AS select 1 AS `a`,2 AS `b`");
        let expected = Parts { columns: vec!["a".into(), "b".into()], query: "select 1 AS `a`,2 AS `b`" };
        assert_eq!(parts, Some(expected));
    }
}
