//! X304 drop-column-blocked: A column is dropped that something else speaks of.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::DropColumnBlocked, criterion: Criterion::Fails };

static META: Meta = Meta {
    code: "X304",
    name: "drop-column-blocked",
    engines: "SQLite 3.35 and later",
    summary: "A column is dropped that something else speaks of.",
    docs: "SQLite refuses to drop a column that is in a key, an index, a check, a trigger or a view.",
    safer: "Drop what speaks of it first, or make the table anew.",
};
