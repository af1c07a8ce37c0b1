//! U102 syntax-error: A statement that the server will not understand.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::SyntaxError, criterion: Criterion::Fails };

static META: Meta = Meta {
    code: "U102",
    name: "syntax-error",
    engines: "all",
    summary: "A statement that the server will not understand.",
    docs: "The place is that of the first word that does not fit.",
    safer: "Mend the statement.",
};
