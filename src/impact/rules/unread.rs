//! U101 unread-sql: A statement that dbx does not understand.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::Unread, criterion: Criterion::Unknown };

static META: Meta = Meta {
    code: "U101",
    name: "unread-sql",
    engines: "all",
    summary: "A statement that dbx does not understand.",
    docs: "What is not known to be harmless counts as high.",
    safer: "Let dbx write the plan from a spec, so that it is judged by what it changes.",
};
