//! R111 set-logged: A table becomes logged or unlogged, or gets another access method.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::Logging, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R111",
    name: "set-logged",
    engines: "PostgreSQL",
    summary: "A table becomes logged or unlogged, or gets another access method.",
    docs: "Every row is written to a new file. An unlogged table is empty after a crash.",
    safer: "Make a new table and move the rows in batches.",
};
