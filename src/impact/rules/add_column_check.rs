//! S104 add-column-check: A column is added with a check in its definition.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ColumnWithCheck, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S104",
    name: "add-column-check",
    engines: "PostgreSQL",
    summary: "A column is added with a check in its definition.",
    docs: "The check is put to every row, although the column has one value in all of them.",
    safer: "Add the column alone, then the check NOT VALID, and VALIDATE it in a transaction of its own.",
};
