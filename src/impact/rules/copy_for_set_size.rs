//! R204 set-size: A SET grows over a border of 8 members.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForSetSize, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R204",
    name: "set-size",
    engines: "MySQL and MariaDB",
    summary: "A SET grows over a border of 8 members.",
    docs: "Its values take another byte, and the table is copied.",
    safer: "Use a table of its own for the members.",
};
