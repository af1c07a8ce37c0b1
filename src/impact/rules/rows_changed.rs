//! D110 change-rows: Rows are changed or deleted by hand-written SQL.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::RowsChanged, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "D110",
    name: "change-rows",
    engines: "all",
    summary: "Rows are changed or deleted by hand-written SQL.",
    docs: "How many rows the condition meets is not looked at.",
    safer: "Keep changes of rows and of the schema apart; count the rows first.",
};
