//! Constraints.

use super::index;
use crate::dialect::postgres::quote;
use crate::model::{
    Check, Constraint, Deferrable, Exclude, ForeignKey, MatchKind, Name, PrimaryKey, ReferentialAction, Unique,
};

/// `CONSTRAINT name …`, as in CREATE TABLE and behind ADD.
pub(super) fn definition(constraint: &Constraint) -> String {
    let body = match constraint {
        Constraint::PrimaryKey(it) => primary_key(it),
        Constraint::Unique(it) => unique(it),
        Constraint::Check(it) => check(it),
        Constraint::ForeignKey(it) => foreign_key(it),
        Constraint::Exclude(it) => exclude(it),
    };
    format!("CONSTRAINT {} {body}", quote::identifier(constraint.name()))
}

fn primary_key(key: &PrimaryKey) -> String {
    format!("PRIMARY KEY ({}){}{}", quote::list(&key.columns), include(&key.include), deferrable(key.deferrable))
}

fn unique(unique: &Unique) -> String {
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    let columns = quote::list(&unique.columns);
    format!("UNIQUE{nulls} ({columns}){}{}", include(&unique.include), deferrable(unique.deferrable))
}

/// `CHECK (…)`, for tables and domains.
pub(super) fn check(check: &Check) -> String {
    let no_inherit = if check.no_inherit { " NO INHERIT" } else { "" };
    format!("CHECK ({}){no_inherit}{}", check.expression.as_str().trim(), not_valid(check.not_valid))
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut text =
        format!("FOREIGN KEY ({}) REFERENCES {}", quote::list(&key.columns), quote::qualified(&key.references));
    if !key.referenced_columns.is_empty() {
        text.push_str(&format!(" ({})", quote::list(&key.referenced_columns)));
    }
    match key.match_kind {
        MatchKind::Simple => {}
        MatchKind::Full => text.push_str(" MATCH FULL"),
    }
    for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
        if action != ReferentialAction::NoAction {
            text.push_str(&format!(" ON {event} {}", action.as_sql()));
        }
    }
    format!("{text}{}{}", deferrable(key.deferrable), not_valid(key.not_valid))
}

fn exclude(exclude: &Exclude) -> String {
    let elements: Vec<String> = exclude
        .elements
        .iter()
        .map(|element| format!("{} WITH {}", index::key(&element.key), element.operator))
        .collect();
    let predicate = exclude.predicate.as_ref().map_or(String::new(), |it| format!(" WHERE ({})", it.as_str().trim()));
    format!(
        "EXCLUDE USING {} ({}){}{predicate}{}",
        quote::identifier(&exclude.method),
        elements.join(", "),
        include(&exclude.include),
        deferrable(exclude.deferrable)
    )
}

/// ` INCLUDE (a, b)`, or nothing.
pub(super) fn include(columns: &[Name]) -> String {
    if columns.is_empty() { String::new() } else { format!(" INCLUDE ({})", quote::list(columns)) }
}

fn deferrable(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

fn not_valid(not_valid: bool) -> &'static str {
    if not_valid { " NOT VALID" } else { "" }
}
