//! Recursive queries that nothing ends.

use super::place;
use crate::guard::refusal::{Reason, Refusal};
use squawk_syntax::{SyntaxKind as K, SyntaxNode};

/// A recursive WITH has to have a condition, or the query around it a limit.
pub(super) fn check(statement: &SyntaxNode) -> Result<(), Refusal> {
    let clauses = statement.descendants().filter(|node| node.kind() == K::WITH_CLAUSE);
    for clause in clauses.filter(|clause| has_token(clause, K::RECURSIVE_KW)) {
        let around_is_limited = clause.parent().is_some_and(|query| query.children().any(|node| is_limit(node.kind())));
        let endless =
            |table: &SyntaxNode| refers_to_itself(table) && !table.descendants().any(|node| is_bound(node.kind()));
        let tables = clause.children().filter(|node| node.kind() == K::WITH_TABLE);
        if let Some(table) = tables.into_iter().find(|table| !around_is_limited && endless(table)) {
            let refusal =
                Refusal::new(Reason::TooLarge, "a recursive WITH without a condition does not end").over(place(&table));
            return Err(refusal.help("add a WHERE to its recursive part"));
        }
    }
    Ok(())
}

fn has_token(node: &SyntaxNode, kind: K) -> bool {
    node.children_with_tokens().filter_map(|it| it.into_token()).any(|token| token.kind() == kind)
}

fn refers_to_itself(table: &SyntaxNode) -> bool {
    let text = |node: SyntaxNode| super::name::identifier(node.text().to_string().trim());
    let Some(name) = table.children().find(|node| node.kind() == K::CTE_NAME).map(text) else { return false };
    table.descendants().filter(|node| node.kind() == K::RELATION_NAME_REF).any(|node| text(node) == name)
}

fn is_bound(kind: K) -> bool {
    matches!(kind, K::WHERE_CLAUSE | K::ON_CLAUSE | K::JOIN_USING_CLAUSE | K::CYCLE_CLAUSE) || is_limit(kind)
}

fn is_limit(kind: K) -> bool {
    matches!(kind, K::LIMIT_CLAUSE | K::FETCH_CLAUSE)
}
