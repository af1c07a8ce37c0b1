//! U105 ignore-without-reason: A comment ignores a rule without saying why.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::IgnoreWithoutReason, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "U105",
    name: "ignore-without-reason",
    engines: "all",
    summary: "A comment ignores a rule without saying why.",
    docs: "It ignores nothing: who reads the file later has to know why a warning was put aside.",
    safer: "Write `-- dbx:ignore CODE: reason`.",
};
