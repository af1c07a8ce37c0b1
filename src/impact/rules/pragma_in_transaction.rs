//! X303 foreign-keys-pragma-in-transaction: PRAGMA foreign_keys stands inside of a transaction.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::PragmaInTransaction, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "X303",
    name: "foreign-keys-pragma-in-transaction",
    engines: "SQLite",
    summary: "PRAGMA foreign_keys stands inside of a transaction.",
    docs: "It does nothing there, and says nothing.",
    safer: "Set it in front of BEGIN, and read it back.",
};
