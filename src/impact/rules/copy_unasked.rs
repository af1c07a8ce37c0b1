//! L202 no-algorithm-clause: The server copies the table because nobody told it not to.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::CopyUnasked, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "L202",
    name: "no-algorithm-clause",
    engines: "MySQL and MariaDB",
    summary: "The server copies the table because nobody told it not to.",
    docs: "ALTER TABLE without ALGORITHM= and LOCK= falls back to a copy silently. Told where that happens.",
    safer: "Write ALGORITHM=INPLACE, LOCK=NONE (or INSTANT): the server then refuses rather than copies.",
};
