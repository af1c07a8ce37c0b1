//! L103 create-referencing-table: A table is made that refers to one in use.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::CreateReferencingTable, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L103",
    name: "create-referencing-table",
    engines: "PostgreSQL",
    summary: "A table is made that refers to one in use.",
    docs: "Writers of the other table wait until the transaction ends.",
    safer: "One foreign key per transaction, under a lock_timeout.",
};
