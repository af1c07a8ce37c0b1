//! L112 sequence-restart: A sequence starts again from another number.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::SequenceRestart, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "L112",
    name: "sequence-restart",
    engines: "PostgreSQL",
    summary: "A sequence starts again from another number.",
    docs: "Numbers that were given out come again, and inserts fail on the primary key. Everybody who asks for a number waits.",
    safer: "setval(…) to the highest number that is in use.",
};
