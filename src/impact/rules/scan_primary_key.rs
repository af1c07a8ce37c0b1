//! S107 add-primary-key: A primary key is added and its index built.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::AddPrimaryKey, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S107",
    name: "add-primary-key",
    engines: "PostgreSQL",
    summary: "A primary key is added and its index built.",
    docs: "Nobody reads or writes the table while the index is built, and every column in it is looked at for NULL.",
    safer: "Make the columns NOT NULL by way of a validated check, CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX.",
};
