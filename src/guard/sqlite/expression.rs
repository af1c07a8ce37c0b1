//! Expressions: every kind there is, and the names of what they call.

use super::query::{order, select, window};
use super::walk::{Walk, plain};
use crate::guard::reading::MentionKind;
use crate::guard::refusal::Refusal;
use crate::guard::size::{self, Growth};
use sqlite3_parser::ast::{Expr, FunctionCallOrder, FunctionTail, Over};

/// Functions whose result is as long as an argument says.
const GROWING: [(&str, Growth); 4] = [
    ("zeroblob", Growth::Number),
    ("randomblob", Growth::Number),
    ("printf", Growth::Format),
    ("format", Growth::Format),
];

pub(super) fn all<'t, 'e: 't>(
    mut expressions: impl Iterator<Item = &'t Expr<'e>>,
    walk: &mut Walk<'_>,
) -> Result<(), Refusal> {
    expressions.try_for_each(|expression| check(expression, walk))
}

pub(super) fn check(expression: &Expr<'_>, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    match expression {
        Expr::Id(_)
        | Expr::Name(_)
        | Expr::Qualified(..)
        | Expr::DoublyQualified(..)
        | Expr::Literal(_)
        | Expr::Variable(_) => Ok(()),
        Expr::IsNull(inner)
        | Expr::NotNull(inner)
        | Expr::Unary(_, inner)
        | Expr::Collate(inner, _)
        | Expr::Cast { expr: inner, .. } => check(inner, walk),
        Expr::Parenthesized(parts) => all(parts.iter(), walk),
        Expr::Binary(left, _, right) => all([*left, *right].into_iter(), walk),
        Expr::Between { lhs, not: _, start, end } => all([*lhs, *start, *end].into_iter(), walk),
        Expr::Like { lhs, not: _, op: _, rhs, escape } => {
            all([*lhs, *rhs].into_iter().chain(escape.iter().copied()), walk)
        }
        Expr::Case { base, when_then_pairs, else_expr } => {
            all(base.iter().copied(), walk)?;
            all(when_then_pairs.iter().flat_map(|(when, then)| [when, then]), walk)?;
            all(else_expr.iter().copied(), walk)
        }
        Expr::InList { lhs, not: _, rhs } => all(std::iter::once(*lhs).chain(rhs.iter().copied().flatten()), walk),
        Expr::InSelect { lhs, not: _, rhs } => {
            check(lhs, walk)?;
            select(rhs, walk)
        }
        Expr::InTable { lhs, not: _, rhs, args } => {
            let kind = if args.is_some() { MentionKind::Function } else { MentionKind::Relation };
            walk.mention(kind, rhs.name.0);
            all(std::iter::once(*lhs).chain(args.iter().copied().flatten()), walk)
        }
        Expr::Exists(query) | Expr::Subquery(query) => select(query, walk),
        Expr::FunctionCall { name, distinctness: _, args, order_by, filter_over } => {
            call(name.0, args.unwrap_or_default(), walk)?;
            match order_by {
                Some(FunctionCallOrder::SortList(columns)) => order(Some(columns), walk)?,
                None => {}
            }
            tail(filter_over.as_ref(), walk)
        }
        Expr::FunctionCallStar { name, filter_over } => {
            call(name.0, &[], walk)?;
            tail(filter_over.as_ref(), walk)
        }
        Expr::Raise(..) => Err(Refusal::clause("RAISE", walk.everything())),
    }
}

fn call(name: &str, arguments: &[Expr<'_>], walk: &mut Walk<'_>) -> Result<(), Refusal> {
    let function = plain(name);
    if let Some((_, growth)) = GROWING.iter().find(|(growing, _)| *growing == function) {
        let text: Vec<String> = arguments.iter().map(ToString::to_string).collect();
        size::check(&function, *growth, &text.join(", "), walk.place(name))?;
    }
    walk.mention(MentionKind::Function, name);
    all(arguments.iter(), walk)
}

fn tail(tail: Option<&FunctionTail<'_>>, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    let Some(FunctionTail { filter_clause, over_clause }) = tail else { return Ok(()) };
    all(filter_clause.iter().copied(), walk)?;
    match over_clause {
        Some(Over::Window(definition)) => window(definition, walk),
        Some(Over::Name(_)) | None => Ok(()),
    }
}
