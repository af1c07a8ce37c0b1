//! B111 trigger-disabled: Triggers of a table are turned off.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::TriggerDisabled, criterion: Criterion::Unprotects };

static META: Meta = Meta {
    code: "B111",
    name: "trigger-disabled",
    engines: "PostgreSQL",
    summary: "Triggers of a table are turned off.",
    docs: "What they guard is not guarded until they are turned on again, and foreign keys are triggers, too.",
    safer: "Turn them on again in the same migration.",
};
