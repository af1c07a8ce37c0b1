//! Policies and row-level security.

use super::{keyword, path};
use crate::dialect::postgres::quote;
use crate::model::{Grantee, ObjectId, Pair, Policy, PolicyCommand, RowSecurity, SqlText, Statement};
use std::collections::BTreeSet;

pub(super) fn create(it: &Policy) -> Statement {
    let mut text = format!("CREATE POLICY {}", on_table(it));
    if !it.permissive {
        text.push_str(" AS RESTRICTIVE");
    }
    if it.command != PolicyCommand::All {
        text.push_str(&format!(" FOR {}", it.command.as_sql()));
    }
    if it.roles != BTreeSet::from([Grantee::Public]) {
        text.push_str(&format!(" TO {}", roles(&it.roles)));
    }
    text.push_str(&condition("USING", it.using.as_ref()));
    text.push_str(&condition("WITH CHECK", it.check.as_ref()));
    Statement::new(text)
}

/// Only what differs is named: the rest stays as it is.
pub(super) fn alter(policies: Pair<&Policy>) -> Statement {
    let Pair { from, to } = policies;
    let mut text = format!("ALTER POLICY {}", on_table(to));
    if from.roles != to.roles {
        text.push_str(&format!(" TO {}", roles(&to.roles)));
    }
    if from.using != to.using {
        text.push_str(&condition("USING", to.using.as_ref()));
    }
    if from.check != to.check {
        text.push_str(&condition("WITH CHECK", to.check.as_ref()));
    }
    Statement::new(text)
}

/// `owner_only ON public.users`: what stands behind the word POLICY.
pub(super) fn on_table(it: &Policy) -> String {
    format!("{} ON {}", quote::identifier(&it.name), quote::qualified(&it.table))
}

fn condition(words: &str, condition: Option<&SqlText>) -> String {
    condition.map(|text| format!("\n    {words} ({})", without_parentheses(text.as_str()))).unwrap_or_default()
}

/// The server shows a condition in parentheses; one pair is enough.
pub(super) fn without_parentheses(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match inner {
        Some(inner) if closes_at_the_end(inner) => inner,
        Some(_) | None => text,
    }
}

/// Whether the parenthesis in front of `inner` is the one that closes behind it.
fn closes_at_the_end(inner: &str) -> bool {
    let Ok(lexemes) = crate::sql::lex(crate::sql::Syntax::Postgres, inner) else { return false };
    let mut depth = 0_i64;
    lexemes.iter().all(|lexeme| {
        if lexeme.is_symbol("(") {
            depth += 1;
        } else if lexeme.is_symbol(")") {
            depth -= 1;
        }
        depth >= 0
    })
}

/// The roles as TO takes them, and so do user mappings.
pub(super) fn roles(roles: &BTreeSet<Grantee>) -> String {
    roles.iter().map(role).collect::<Vec<_>>().join(", ")
}

pub(super) fn role(role: &Grantee) -> String {
    match role {
        Grantee::Public => "PUBLIC".to_owned(),
        Grantee::Owner => "CURRENT_ROLE".to_owned(),
        Grantee::Role(name) => quote::identifier(name),
    }
}

/// The actions of ALTER TABLE that lead from one to the other.
pub(super) fn row_security(table: &ObjectId, security: Pair<RowSecurity>) -> Vec<Statement> {
    let Pair { from, to } = security;
    let enabled = (from.enabled != to.enabled).then_some(if to.enabled { "ENABLE" } else { "DISABLE" });
    let forced = (from.forced != to.forced).then_some(if to.forced { "FORCE" } else { "NO FORCE" });
    let table = format!("{} {}", keyword(table.kind), path(table));
    let alter = |word: &str| Statement::new(format!("ALTER {table} {word} ROW LEVEL SECURITY"));
    enabled.into_iter().chain(forced).map(alter).collect()
}

#[cfg(test)]
mod tests {
    use super::without_parentheses;

    #[test]
    fn takes_one_pair_of_parentheses_and_no_half() {
        assert_eq!(without_parentheses("(a = 1)"), "a = 1");
        assert_eq!(without_parentheses("(a) = (b)"), "(a) = (b)");
        assert_eq!(without_parentheses("a = ')'"), "a = ')'");
        assert_eq!(without_parentheses("((a))"), "(a)");
    }
}
