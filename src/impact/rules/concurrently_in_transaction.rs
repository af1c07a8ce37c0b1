//! T101 concurrently-in-transaction: CONCURRENTLY stands inside of a transaction.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::ConcurrentlyInTransaction, criterion: Criterion::Fails };

static META: Meta = Meta {
    code: "T101",
    name: "concurrently-in-transaction",
    engines: "PostgreSQL",
    summary: "CONCURRENTLY stands inside of a transaction.",
    docs: "The server refuses it there (25001), and the transaction is lost.",
    safer: "Put the statement into a file of its own, without BEGIN.",
};
