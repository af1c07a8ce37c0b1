//! R206 add-stored-column: A stored computed column, or a default that differs from row to row, is added.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CopyForStoredColumn, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R206",
    name: "add-stored-column",
    engines: "MySQL and MariaDB",
    summary: "A stored computed column, or a default that differs from row to row, is added.",
    docs: "The value is computed for every row while the table is copied.",
    safer: "Make the column VIRTUAL, which is done at once, or add it plain and fill it in batches.",
};
