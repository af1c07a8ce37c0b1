//! B112 backfill-one-transaction: Every row of a table is changed in one transaction.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::BackfillAtOnce, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "B112",
    name: "backfill-one-transaction",
    engines: "all",
    summary: "Every row of a table is changed in one transaction.",
    docs: "Every row is locked until the end, the table grows to twice its size, and replicas fall behind.",
    safer: "Change rows in batches, by ranges of the primary key.",
};
