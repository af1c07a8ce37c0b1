//! S117 add-column-unique: A column is added with UNIQUE or PRIMARY KEY in its definition.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ColumnWithUnique, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S117",
    name: "add-column-unique",
    engines: "PostgreSQL",
    summary: "A column is added with UNIQUE or PRIMARY KEY in its definition.",
    docs: "The index is built while nobody reads or writes the table.",
    safer: "Add the column alone, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX.",
};
