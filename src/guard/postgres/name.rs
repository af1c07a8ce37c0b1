//! Names as the server folds them.

use super::place;
use crate::guard::reading::Name;
use crate::guard::refusal::{Reason, Refusal};
use squawk_syntax::{SyntaxKind as K, SyntaxNode};

/// Bytes of a name that the server keeps; the rest it cuts off.
const LONGEST_NAME: usize = 63;

/// The dotted name that a node consists of. A third part, the database, has to be the current one and says nothing.
pub(super) fn dotted(node: &SyntaxNode) -> Result<Name, Refusal> {
    let mut parts = Vec::new();
    for token in node.descendants_with_tokens().filter_map(|it| it.into_token()) {
        if !token.kind().is_trivia() && token.kind() != K::DOT {
            parts.push(identifier(token.text()));
        }
    }
    if parts.iter().any(|part| part.len() > LONGEST_NAME) {
        let message =
            format!("a name of more than {LONGEST_NAME} bytes: the server cuts it off, and looks for another one");
        return Err(Refusal::new(Reason::Unreadable, message).over(place(node)));
    }
    let name = parts.pop().unwrap_or_default();
    Ok(Name { schema: parts.pop(), name })
}

/// Without quotes, or in lower case.
pub(super) fn identifier(text: &str) -> String {
    match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => text.to_ascii_lowercase(),
    }
}
