//! U106 unused-ignore: A comment ignores a rule that finds nothing there.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::UnusedIgnore, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "U106",
    name: "unused-ignore",
    engines: "all",
    summary: "A comment ignores a rule that finds nothing there.",
    docs: "It would hide the next finding of that rule.",
    safer: "Take the comment out, or mend its code.",
};
