//! X301 unsupported-alter: ALTER TABLE is asked for something that SQLite cannot do.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::UnsupportedAlter, criterion: Criterion::Fails };

static META: Meta = Meta {
    code: "X301",
    name: "unsupported-alter",
    engines: "SQLite",
    summary: "ALTER TABLE is asked for something that SQLite cannot do.",
    docs: "SQLite renames, adds and drops columns; types and constraints are changed by making the table anew.",
    safer: "Let `dbx plan` write the twelve steps, or write them with PRAGMA foreign_keys=OFF in front of BEGIN.",
};
