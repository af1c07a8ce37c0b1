//! B102 prefer-jsonb: A column is of type json.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::JsonColumn, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "B102",
    name: "prefer-jsonb",
    engines: "PostgreSQL",
    summary: "A column is of type json.",
    docs: "`json` keeps the text and reads it again every time; it has no equality and no index.",
    safer: "Use jsonb.",
};
