//! S106 add-unique: A unique constraint is added and its index built.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::AddUnique, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S106",
    name: "add-unique",
    engines: "PostgreSQL",
    summary: "A unique constraint is added and its index built.",
    docs: "Nobody reads or writes the table while the index is built.",
    safer: "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX.",
};
