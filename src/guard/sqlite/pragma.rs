//! Pragmas that read.

use super::walk::{Walk, plain};
use crate::guard::list::List;
use crate::guard::refusal::{Reason, Refusal};
use sqlite3_parser::ast::{Expr, PragmaBody, QualifiedName};
use std::sync::LazyLock;

static PRAGMAS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("pragmas.txt")]));
static SETTINGS: LazyLock<List> = LazyLock::new(|| List::of(&[include_str!("settings.txt")]));

/// Whether a pragma reads, with or without an argument.
pub fn is_readable(name: &str, has_argument: bool) -> bool {
    let name = name.to_ascii_lowercase();
    PRAGMAS.holds(&name) || !has_argument && SETTINGS.holds(&name)
}

pub(super) fn check(name: &QualifiedName<'_>, body: Option<&PragmaBody<'_>>, walk: &Walk<'_>) -> Result<(), Refusal> {
    let word = name.name.0;
    let has_argument = body.is_some();
    if !is_readable(&plain(word), has_argument) {
        let what = if has_argument && is_readable(&plain(word), false) {
            "with a value it sets something"
        } else {
            "it may change something"
        };
        let message = format!("PRAGMA {word} is not among those that read: {what}");
        return Err(Refusal::new(Reason::Statement, message).over(walk.place(word)));
    }
    match body {
        None => Ok(()),
        Some(PragmaBody::Call(value) | PragmaBody::Equals(value)) if is_word(value) => Ok(()),
        Some(_) => {
            Err(Refusal::new(Reason::Unreadable, format!("PRAGMA {word} takes a name or a number"))
                .over(walk.place(word)))
        }
    }
}

fn is_word(value: &Expr<'_>) -> bool {
    match value {
        Expr::Id(_) | Expr::Name(_) | Expr::Literal(_) => true,
        Expr::Unary(_, inner) => matches!(inner, Expr::Literal(_)),
        _ => false,
    }
}
