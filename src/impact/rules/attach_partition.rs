//! S113 attach-partition: A table becomes a partition and every row is read.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::AttachPartition, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S113",
    name: "attach-partition",
    engines: "PostgreSQL",
    summary: "A table becomes a partition and every row is read.",
    docs: "The rows are looked at to see that they are within the bounds; nobody gets at the table meanwhile. A valid CHECK that says what the bounds say proves it without reading.",
    safer: "Add a CHECK with the bounds NOT VALID and VALIDATE it first.",
};
