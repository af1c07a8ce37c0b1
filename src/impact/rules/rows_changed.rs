//! D110 change-rows: Rows are changed or deleted by hand-written SQL.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::RowsChanged, criterion: Criterion::MayLose };

static META: Meta = Meta {
    code: "D110",
    name: "change-rows",
    engines: "all",
    summary: "Rows are changed or deleted by hand-written SQL.",
    docs: "What they held before is gone, and how many the condition meets is not counted: medium where the table is known to be empty, else high.",
    safer: "Keep changes of rows and of the schema apart; count the rows first.",
};
