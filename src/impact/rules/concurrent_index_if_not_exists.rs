//! T103 if-not-exists-hides-invalid: IF NOT EXISTS lets an invalid index pass for a good one.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ConcurrentIndexIfNotExists, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "T103",
    name: "if-not-exists-hides-invalid",
    engines: "PostgreSQL",
    summary: "IF NOT EXISTS lets an invalid index pass for a good one.",
    docs: "An index that an earlier attempt left behind has the name already: the statement does nothing, and the index stays invalid.",
    safer: "Look at pg_index.indisvalid first, and drop an invalid index.",
};
