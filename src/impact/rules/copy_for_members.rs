//! R203 enum-set-reorder: Members of an ENUM or SET go, move, or come in between.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForMembers, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R203",
    name: "enum-set-reorder",
    engines: "MySQL and MariaDB",
    summary: "Members of an ENUM or SET go, move, or come in between.",
    docs: "Values are kept by their number, so every row is written again; a value without a member becomes '' where sql_mode is not strict.",
    safer: "Add new members at the end: that is done at once.",
};
