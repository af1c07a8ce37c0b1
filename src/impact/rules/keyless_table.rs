//! B106 table-without-pk: A table has no primary key.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::KeylessTable, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "B106",
    name: "table-without-pk",
    engines: "all",
    summary: "A table has no primary key.",
    docs: "Rows cannot be told apart: they cannot be changed or deleted one by one, tools that copy or compare tables cannot work, and logical replication refuses updates.",
    safer: "Give it a primary key.",
};
