//! L104 add-foreign-key-not-valid: A foreign key is added without looking at rows.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::AddForeignKeyUnchecked, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L104",
    name: "add-foreign-key-not-valid",
    engines: "PostgreSQL",
    summary: "A foreign key is added without looking at rows.",
    docs: "Both tables are locked against writers, for a moment.",
    safer: "Set a lock_timeout; VALIDATE it in a transaction of its own.",
};
