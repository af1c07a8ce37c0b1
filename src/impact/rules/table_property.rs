//! L111 table-property: A property of a table changes under the strongest lock.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule = CauseRule { meta: &META, cause: Cause::TableProperty, criterion: Criterion::Brief };

static META: Meta = Meta {
    code: "L111",
    name: "table-property",
    engines: "PostgreSQL",
    summary: "A property of a table changes under the strongest lock.",
    docs: "Storage and compression of a column, replica identity: it takes a moment, but waits for everybody and makes everybody wait.",
    safer: "Set a lock_timeout and try again when it runs out.",
};
