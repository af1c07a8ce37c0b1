//! D104 truncate: A table is emptied.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::Truncate, criterion: Criterion::Loses };

static META: Meta = Meta {
    code: "D104",
    name: "truncate",
    engines: "all",
    summary: "A table is emptied.",
    docs: "All rows go at once, and with CASCADE those of every table that refers to it.",
    safer: "Delete by a condition, in batches, after a backup.",
};
