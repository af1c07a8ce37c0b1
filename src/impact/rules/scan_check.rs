//! S102 add-check: A check is added and every row read to see whether it holds.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::AddCheck, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S102",
    name: "add-check",
    engines: "PostgreSQL",
    summary: "A check is added and every row read to see whether it holds.",
    docs: "The lock stops readers and writers for as long as that takes.",
    safer: "Add it NOT VALID, then VALIDATE it in a transaction of its own.",
};
