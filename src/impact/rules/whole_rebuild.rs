//! R301 rebuild-in-twelve-steps: A table is made anew with all its rows.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::WholeRebuild, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R301",
    name: "rebuild-in-twelve-steps",
    engines: "SQLite",
    summary: "A table is made anew with all its rows.",
    docs: "Other writers of the whole file wait; readers go on where the file is in WAL mode. dbx turns foreign keys off first and compares the rows afterwards.",
    safer: "Do it when nobody writes.",
};
