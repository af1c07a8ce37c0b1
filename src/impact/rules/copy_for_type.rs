//! R201 modify-type: A column gets another type, and the table is copied.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::CopyForType, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R201",
    name: "modify-type",
    engines: "MySQL and MariaDB",
    summary: "A column gets another type, and the table is copied.",
    docs: "ALGORITHM=COPY: readers go on, writers wait until every row is in a new table.",
    safer: "Change it on a copy of the table beside, with gh-ost or pt-online-schema-change.",
};
