//! X306 add-column-limits: A column is added in a way that SQLite refuses.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::AddColumnRefused, criterion: Criterion::Fails };

static META: Meta = Meta {
    code: "X306",
    name: "add-column-limits",
    engines: "SQLite",
    summary: "A column is added in a way that SQLite refuses.",
    docs: "UNIQUE, PRIMARY KEY, STORED, a default that is no constant, NOT NULL without a default, a reference with a default: where the table has rows, ALTER TABLE cannot.",
    safer: "Make the table anew: `dbx plan` writes the steps.",
};
