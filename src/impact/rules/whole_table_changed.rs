//! D106 change-whole-table: UPDATE or DELETE without a condition meets every row.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::WholeTableChanged, criterion: Criterion::Loses };

static META: Meta = Meta {
    code: "D106",
    name: "change-whole-table",
    engines: "all",
    summary: "UPDATE or DELETE without a condition meets every row.",
    docs: "A condition that is always true is none. What the rows held is gone.",
    safer: "Name the rows by a condition, count them first, and keep a copy of what they held.",
};
