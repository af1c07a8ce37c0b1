//! T202 drop-several-tables: One statement drops several tables.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::PartialDrop, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "T202",
    name: "drop-several-tables",
    engines: "MySQL and MariaDB",
    summary: "One statement drops several tables.",
    docs: "Where one of them is not there the others are dropped all the same, and the statement fails.",
    safer: "One DROP TABLE per table.",
};
