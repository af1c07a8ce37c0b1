//! R210 engine-partition: The storage engine or the partitioning changes, and the table is copied.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForEngine, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R210",
    name: "engine-partition",
    engines: "MySQL and MariaDB",
    summary: "The storage engine or the partitioning changes, and the table is copied.",
    docs: "MariaDB accepts ALGORITHM=INSTANT for it and copies all the same. MyISAM has no transactions.",
    safer: "Copy the table beside.",
};
