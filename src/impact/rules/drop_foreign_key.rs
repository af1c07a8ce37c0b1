//! L101 drop-foreign-key: A foreign key goes, and both tables are locked.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::DropForeignKey, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L101",
    name: "drop-foreign-key",
    engines: "PostgreSQL",
    summary: "A foreign key goes, and both tables are locked.",
    docs: "Its triggers are on the other table, too, which is locked against readers and writers for that moment.",
    safer: "Set a lock_timeout and try again when it runs out.",
};
