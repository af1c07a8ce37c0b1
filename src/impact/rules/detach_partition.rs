//! L108 detach-partition: A partition leaves its table.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::DetachPartition, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L108",
    name: "detach-partition",
    engines: "PostgreSQL (14 and later know CONCURRENTLY)",
    summary: "A partition leaves its table.",
    docs: "The whole partitioned table is locked against readers and writers.",
    safer: "DETACH PARTITION … CONCURRENTLY, outside of a transaction.",
};
