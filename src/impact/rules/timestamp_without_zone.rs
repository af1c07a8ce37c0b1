//! B104 prefer-timestamptz: A column holds a time of day without saying where.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::TimestampWithoutZone, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "B104",
    name: "prefer-timestamptz",
    engines: "PostgreSQL",
    summary: "A column holds a time of day without saying where.",
    docs: "What moment a value means depends on who reads it.",
    safer: "Use timestamptz.",
};
