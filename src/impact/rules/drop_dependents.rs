//! C108 drop-dependents: CASCADE takes along what stands on an object.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::DependentsDropped, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "C108",
    name: "drop-dependents",
    engines: "PostgreSQL",
    summary: "CASCADE takes along what stands on an object.",
    docs: "Views, foreign keys and triggers go without being named in the statement.",
    safer: "Drop them by name, and make them again in the same migration.",
};
