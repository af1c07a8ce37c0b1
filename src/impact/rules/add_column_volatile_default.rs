//! R101 add-column-volatile-default: A column is added whose default is another value in every row.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::VolatileDefault, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R101",
    name: "add-column-volatile-default",
    engines: "PostgreSQL 11 and later",
    summary: "A column is added whose default is another value in every row.",
    docs: "PostgreSQL keeps a default that is one value for all rows in its catalog. A function that may give every row another value (`random()`, `clock_timestamp()`, `gen_random_uuid()`, anything not declared STABLE or IMMUTABLE) is run for every row, and the table is written again.",
    safer: "Add the column without a default, SET DEFAULT for rows to come, fill the old rows in batches, then add what the column asks for.",
};
