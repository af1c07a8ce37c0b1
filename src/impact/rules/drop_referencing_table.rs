//! L102 drop-referencing-table: A table goes that refers to another one, which is locked, too.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::DropReferencingTable, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L102",
    name: "drop-referencing-table",
    engines: "PostgreSQL",
    summary: "A table goes that refers to another one, which is locked, too.",
    docs: "The other table is locked against readers and writers until the transaction ends.",
    safer: "Drop the foreign key first, under a lock_timeout.",
};
