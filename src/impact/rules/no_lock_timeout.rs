//! L113 missing-lock-timeout: A statement waits for its lock without an end.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::NoLockTimeout, criterion: Criterion::Behaves };

static META: Meta = Meta {
    code: "L113",
    name: "missing-lock-timeout",
    engines: "all",
    summary: "A statement waits for its lock without an end.",
    docs: "While it waits, everybody who comes later waits behind it. `dbx apply` sets a timeout of its own; other tools do not. Told only of statements that then hold the lock while they read or write all rows.",
    safer: "SET lock_timeout = '2s' (MySQL: SET lock_wait_timeout = 2) at the top of the file, and try again when it runs out.",
};
