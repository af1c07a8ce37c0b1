//! Expressions: those that a server of this family has, and the names of what they call.

use super::query::Walk;
use crate::guard::reading::MentionKind;
use crate::guard::refusal::{Reason, Refusal};
use crate::guard::size::{self, Growth};
use sqlparser::ast::{Expr, Function, FunctionArguments};

/// Functions whose result is as long as an argument says.
const GROWING: [&str; 4] = ["repeat", "space", "lpad", "rpad"];

/// Functions that read without arguments, and change the session with them.
const WITHOUT_ARGUMENTS: [&str; 1] = ["last_insert_id"];

/// What is inside of an expression is visited by itself.
pub(super) fn check(expression: &Expr, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    match expression {
        Expr::Function(function) => call(function, walk),
        Expr::Identifier(_)
        | Expr::CompoundIdentifier(_)
        | Expr::Value(_)
        | Expr::Prefixed { .. }
        | Expr::TypedString(_)
        | Expr::Interval(_)
        | Expr::Wildcard(_)
        | Expr::QualifiedWildcard(..)
        | Expr::IsFalse(_)
        | Expr::IsNotFalse(_)
        | Expr::IsTrue(_)
        | Expr::IsNotTrue(_)
        | Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::IsUnknown(_)
        | Expr::IsNotUnknown(_)
        | Expr::InList { .. }
        | Expr::InSubquery { .. }
        | Expr::Between { .. }
        | Expr::BinaryOp { .. }
        | Expr::UnaryOp { .. }
        | Expr::Like { .. }
        | Expr::RLike { .. }
        | Expr::AnyOp { .. }
        | Expr::AllOp { .. }
        | Expr::Convert { .. }
        | Expr::Cast { .. }
        | Expr::Extract { .. }
        | Expr::Ceil { .. }
        | Expr::Floor { .. }
        | Expr::Position { .. }
        | Expr::Substring { .. }
        | Expr::Trim { .. }
        | Expr::Collate { .. }
        | Expr::Nested(_)
        | Expr::Case { .. }
        | Expr::Exists { .. }
        | Expr::Subquery(_)
        | Expr::Tuple(_)
        | Expr::Rollup(_)
        | Expr::MatchAgainst { .. }
        | Expr::MemberOf(_) => Ok(()),
        _ => Err(Refusal::clause("this kind of expression", walk.place(expression))),
    }
}

fn call(function: &Function, walk: &mut Walk<'_>) -> Result<(), Refusal> {
    let name = function.name.to_string().to_lowercase();
    let place = walk.place(function);
    if WITHOUT_ARGUMENTS.contains(&name.as_str()) && has_arguments(&function.args) {
        let message = format!("{name} with an argument changes the session");
        return Err(Refusal::new(Reason::Function, message).over(place));
    }
    if GROWING.contains(&name.as_str()) {
        size::check(&name, Growth::Number, &function.args.to_string(), place)?;
    }
    walk.mention(MentionKind::Function, &function.name)
}

fn has_arguments(arguments: &FunctionArguments) -> bool {
    match arguments {
        FunctionArguments::None => false,
        FunctionArguments::Subquery(_) => true,
        FunctionArguments::List(list) => !list.args.is_empty(),
    }
}
