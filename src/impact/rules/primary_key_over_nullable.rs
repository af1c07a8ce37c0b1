//! S108 primary-key-using-index-nullable: A primary key takes over an index on columns that may be NULL.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::PrimaryKeyOverNullable, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "S108",
    name: "primary-key-using-index-nullable",
    engines: "PostgreSQL",
    summary: "A primary key takes over an index on columns that may be NULL.",
    docs: "The index is there, but every row is read to see that no column is NULL.",
    safer: "Make the columns NOT NULL first, by way of a validated check.",
};
