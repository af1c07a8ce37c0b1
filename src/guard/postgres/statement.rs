//! Which statements there are to read.

use super::place;
use crate::guard::reading::Kind;
use crate::guard::refusal::{Reason, Refusal};
use squawk_syntax::{SyntaxKind as K, SyntaxNode};

/// What EXPLAIN may be told. ANALYZE runs the statement.
const EXPLAIN_OPTIONS: [&str; 12] = [
    "analyze",
    "analyse",
    "verbose",
    "costs",
    "settings",
    "generic_plan",
    "buffers",
    "serialize",
    "wal",
    "timing",
    "summary",
    "format",
];

/// The one statement of the text.
pub(super) fn only(root: &SyntaxNode) -> Result<SyntaxNode, Refusal> {
    let mut statements = root.children().filter(|node| node.kind() != K::EMPTY_STMT);
    let Some(statement) = statements.next() else {
        return Err(Refusal::new(Reason::Empty, "there is no statement"));
    };
    if let Some(second) = statements.next() {
        let refusal = Refusal::new(Reason::SeveralStatements, "there is more than one statement").over(place(&second));
        return Err(refusal.help("ask one question at a time"));
    }
    Ok(statement)
}

pub(super) fn kind(statement: &SyntaxNode) -> Result<Kind, Refusal> {
    match statement.kind() {
        kind if is_query(kind) => Ok(Kind::Query),
        K::EXPLAIN => explain(statement).map(|()| Kind::Explain),
        K::SHOW => Ok(Kind::Show),
        _ => Err(Refusal::statement(&first_word(statement), place(statement))),
    }
}

pub(super) fn is_query(kind: K) -> bool {
    matches!(kind, K::SELECT | K::COMPOUND_SELECT | K::PAREN_SELECT | K::VALUES | K::TABLE)
}

/// Statements whose plan may be looked at.
pub(super) fn is_change(kind: K) -> bool {
    matches!(kind, K::INSERT | K::UPDATE | K::DELETE | K::MERGE)
}

/// The plan of a query, or of a change that does not run.
fn explain(statement: &SyntaxNode) -> Result<(), Refusal> {
    let mut analyze = false;
    for node in statement.descendants() {
        match node.kind() {
            K::EXPLAIN_ANALYZE => analyze = true,
            K::EXPLAIN_OPTION_NAME => {
                let name = node.text().to_string().trim().to_ascii_lowercase();
                // Whatever its value is: `ANALYZE 0` is not worth a reader for the server's booleans.
                analyze |= name.starts_with("analy");
                if !EXPLAIN_OPTIONS.contains(&name.as_str()) {
                    return Err(Refusal::clause(&format!("the option {name} of EXPLAIN"), place(&node)));
                }
            }
            _ => {}
        }
    }
    let explained = statement.children().find(|node| is_query(node.kind()) || is_change(node.kind()));
    match explained {
        Some(query) if is_query(query.kind()) => Ok(()),
        Some(change) if analyze => Err(Refusal::new(Reason::Statement, "ANALYZE runs the statement")
            .over(place(&change))
            .help("leave ANALYZE out")),
        Some(_) => Ok(()),
        None => Err(Refusal::statement("EXPLAIN of something other than a query", place(statement))),
    }
}

/// How a statement calls itself.
pub(super) fn first_word(node: &SyntaxNode) -> String {
    let token = node.descendants_with_tokens().filter_map(|it| it.into_token()).find(|token| !token.kind().is_trivia());
    token.map_or_else(|| "it".to_owned(), |token| token.text().to_ascii_uppercase())
}
