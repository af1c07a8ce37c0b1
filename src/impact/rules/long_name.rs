//! T107 identifier-truncated: A name is longer than the server keeps.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::LongName, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "T107",
    name: "identifier-truncated",
    engines: "PostgreSQL",
    summary: "A name is longer than the server keeps.",
    docs: "What is beyond 63 bytes is cut off silently, and two names can become one.",
    safer: "Choose a shorter name.",
};
