//! B113 protection-off: Row security or a rule is turned off.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ProtectionOff, criterion: Criterion::Unprotects };

static META: Meta = Meta {
    code: "B113",
    name: "protection-off",
    engines: "PostgreSQL",
    summary: "Row security or a rule is turned off.",
    docs: "Rows that were hidden are seen by whoever may read the table, and statements do what they were kept from doing.",
    safer: "Change the policies instead; turn it on again in the same transaction.",
};
