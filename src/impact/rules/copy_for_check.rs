//! R208 mysql-add-check: A check is added, and the table is copied.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForCheck, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R208",
    name: "mysql-add-check",
    engines: "MySQL and MariaDB",
    summary: "A check is added, and the table is copied.",
    docs: "There is no way to add one without looking at every row.",
    safer: "Do it when nobody writes, or copy the table beside.",
};
