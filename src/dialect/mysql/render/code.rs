//! Views, and definitions that replace others.

use crate::dialect::mysql::quote;
use crate::model::{SqlText, View};

/// CREATE VIEW, with the options that differ from the usual ones.
pub(super) fn create_view(view: &View, replace: bool) -> String {
    let option = |name: &str| view.options.get(name);
    let mut text = String::from(if replace { "CREATE OR REPLACE" } else { "CREATE" });
    if let Some(algorithm) = option("algorithm") {
        text.push_str(&format!(" ALGORITHM={}", algorithm.to_ascii_uppercase()));
    }
    if let Some(definer) = option("definer") {
        text.push_str(&format!(" DEFINER={definer}"));
    }
    if let Some(security) = option("sql_security") {
        text.push_str(&format!(" SQL SECURITY {}", security.to_ascii_uppercase()));
    }
    let columns = if view.columns.is_empty() { String::new() } else { format!(" ({})", quote::list(&view.columns)) };
    text.push_str(&format!(" VIEW {}{columns} AS\n{}", quote::qualified(&view.name), view.query.as_str()));
    if let Some(check) = option("check_option") {
        text.push_str(&format!("\nWITH {} CHECK OPTION", check.to_ascii_uppercase()));
    }
    text
}

/// The definition as one that takes the place of another.
pub(super) fn or_replace(definition: &SqlText) -> String {
    let text = definition.as_str().trim_start();
    let (create, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    let rest = rest.trim_start();
    if rest.len() >= 3 && rest.is_char_boundary(3) && rest[..3].eq_ignore_ascii_case("OR ") {
        text.to_owned()
    } else {
        format!("{create} OR REPLACE {rest}")
    }
}
