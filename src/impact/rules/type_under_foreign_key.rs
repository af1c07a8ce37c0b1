//! R109 alter-type-foreign-key: The type of a column at one end of a foreign key changes.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::TypeUnderForeignKey, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R109",
    name: "alter-type-foreign-key",
    engines: "PostgreSQL",
    summary: "The type of a column at one end of a foreign key changes.",
    docs: "The foreign key is made again, under the strongest lock on both tables, and checked again where values were written.",
    safer: "Drop the foreign key, change both columns, add it NOT VALID, and VALIDATE it in a transaction of its own.",
};
