//! L109 create-partition-of: A partition is made with PARTITION OF.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CreatePartition, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L109",
    name: "create-partition-of",
    engines: "PostgreSQL",
    summary: "A partition is made with PARTITION OF.",
    docs: "The whole partitioned table is locked against readers and writers.",
    safer: "CREATE TABLE … (LIKE parent), then ALTER TABLE parent ATTACH PARTITION: readers and writers of the parent go on.",
};
