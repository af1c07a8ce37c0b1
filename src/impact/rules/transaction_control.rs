//! T105 embedded-transaction: A migration holds BEGIN, COMMIT or the like.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::TransactionControl, criterion: Criterion::Fails };

static META: Meta = Meta {
    code: "T105",
    name: "embedded-transaction",
    engines: "all",
    summary: "A migration holds BEGIN, COMMIT or the like.",
    docs: "It would end dbx's own transaction and leave half of the migration behind: `dbx apply` refuses it, whatever the flags.",
    safer: "Take the statement out: dbx opens and ends the transaction.",
};
