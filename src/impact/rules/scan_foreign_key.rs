//! S103 add-foreign-key: A foreign key is added and every row looked up.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::AddForeignKey, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S103",
    name: "add-foreign-key",
    engines: "PostgreSQL",
    summary: "A foreign key is added and every row looked up.",
    docs: "Writers of both tables wait until all rows are looked up.",
    safer: "Add it NOT VALID, then VALIDATE it in a transaction of its own.",
};
