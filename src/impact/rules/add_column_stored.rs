//! R104 add-column-stored: A stored computed column is added.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::StoredColumn, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R104",
    name: "add-column-stored",
    engines: "PostgreSQL 12 and later",
    summary: "A stored computed column is added.",
    docs: "Its value is computed for every row and written there.",
    safer: "Add a plain column with a trigger and fill it in batches, or compute it in a view.",
};
