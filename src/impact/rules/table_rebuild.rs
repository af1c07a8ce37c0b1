//! R213 rebuild-table: The table is made anew in place.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::TableRebuild, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R213",
    name: "rebuild-table",
    engines: "MySQL and MariaDB",
    summary: "The table is made anew in place.",
    docs: "Readers and writers go on for most of the time; it takes as much room and time as the table is large.",
    safer: "Do it when little is written.",
};
