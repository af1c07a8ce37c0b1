//! R103 add-column-identity: An identity column is added to a table.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::IdentityColumn, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R103",
    name: "add-column-identity",
    engines: "PostgreSQL 10 and later",
    summary: "An identity column is added to a table.",
    docs: "Every row gets a number of its own, so every row is written again.",
    safer: "Add a plain bigint column, fill it in batches, then ALTER COLUMN … ADD GENERATED.",
};
