//! S109 add-exclusion: An exclusion constraint is added and its index built.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::AddExclusion, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S109",
    name: "add-exclusion",
    engines: "PostgreSQL",
    summary: "An exclusion constraint is added and its index built.",
    docs: "It cannot take over an index, so nobody reads or writes the table while it is built.",
    safer: "Make a new table with the constraint and move the rows, or guard new rows with a trigger.",
};
