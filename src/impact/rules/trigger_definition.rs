//! L106 trigger-definition: A trigger is made or dropped.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::TriggerDefinition, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L106",
    name: "trigger-definition",
    engines: "PostgreSQL",
    summary: "A trigger is made or dropped.",
    docs: "Making one stops writers of the table for a moment, dropping one stops readers, too.",
    safer: "Set a lock_timeout and try again when it runs out.",
};
