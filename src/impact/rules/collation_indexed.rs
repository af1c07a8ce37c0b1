//! R110 alter-collation-indexed: The collation of an indexed column changes.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::IndexedCollation, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R110",
    name: "alter-collation-indexed",
    engines: "PostgreSQL",
    summary: "The collation of an indexed column changes.",
    docs: "The rows stay, but every index on the column is built again while nobody gets at the table.",
    safer: "Build an index with the new collation CONCURRENTLY, and let queries ask for it.",
};
