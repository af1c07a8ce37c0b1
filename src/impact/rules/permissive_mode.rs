//! T203 permissive-sql-mode: The sql_mode lets values be cut silently.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::PermissiveMode, criterion: Criterion::Notices };

static META: Meta = Meta {
    code: "T203",
    name: "permissive-sql-mode",
    engines: "MySQL and MariaDB",
    summary: "The sql_mode lets values be cut silently.",
    docs: "Without STRICT a value that does not fit is changed until it does, and nobody is told.",
    safer: "Keep STRICT_ALL_TABLES in the sql_mode of the session that changes tables.",
};
