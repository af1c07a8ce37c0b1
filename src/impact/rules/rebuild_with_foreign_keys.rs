//! X302 rebuild-foreign-keys-on: A table is dropped and its copy renamed while foreign keys are on.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::RebuildWithForeignKeys, criterion: Criterion::Loses };

static META: Meta = Meta {
    code: "X302",
    name: "rebuild-foreign-keys-on",
    engines: "SQLite",
    summary: "A table is dropped and its copy renamed while foreign keys are on.",
    docs: "DROP TABLE deletes the rows first, and the rows of every table that refers to them with ON DELETE CASCADE go, too. Nothing complains: `foreign_key_check` finds no fault.",
    safer: "PRAGMA foreign_keys=OFF in front of BEGIN, and compare the row counts afterwards.",
};
