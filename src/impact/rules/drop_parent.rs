//! X307 drop-parent-table: A table is dropped that others refer to.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::DropParent, criterion: Criterion::Loses };

static META: Meta = Meta {
    code: "X307",
    name: "drop-parent-table",
    engines: "SQLite",
    summary: "A table is dropped that others refer to.",
    docs: "With foreign keys on its rows are deleted first, and ON DELETE CASCADE takes rows of other tables along.",
    safer: "Drop the tables that refer to it first, or PRAGMA foreign_keys=OFF in front of BEGIN.",
};
