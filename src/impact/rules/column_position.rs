//! R212 column-position: A column is put between others in a table with computed columns.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ColumnPosition, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R212",
    name: "column-position",
    engines: "MySQL and MariaDB",
    summary: "A column is put between others in a table with computed columns.",
    docs: "Without VIRTUAL columns that is done at once; with one the table is copied.",
    safer: "Add the column at the end.",
};
