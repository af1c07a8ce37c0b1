//! R113 vacuum-full-cluster: VACUUM FULL or CLUSTER makes a new file for a table.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::RewriteCommand, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R113",
    name: "vacuum-full-cluster",
    engines: "PostgreSQL",
    summary: "VACUUM FULL or CLUSTER makes a new file for a table.",
    docs: "Nobody reads or writes the table while all its rows are copied and its indexes built again.",
    safer: "Use pg_repack, or let autovacuum keep up.",
};
