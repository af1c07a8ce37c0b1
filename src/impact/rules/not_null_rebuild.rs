//! R211 mysql-not-null: A column becomes NOT NULL, and the table is made anew.

use crate::impact::cause_rule::{CauseRule, Criterion};
use crate::impact::rule::Meta;
use crate::model::Cause;

pub(super) static RULE: CauseRule =
    CauseRule { meta: &META, cause: Cause::NotNullRebuild, criterion: Criterion::HoldsUp };

static META: Meta = Meta {
    code: "R211",
    name: "mysql-not-null",
    engines: "MySQL and MariaDB",
    summary: "A column becomes NOT NULL, and the table is made anew.",
    docs: "In place where no column is computed and stored, and then writers go on. Without a strict sql_mode NULL becomes 0 or ''.",
    safer: "SET sql_mode = 'STRICT_ALL_TABLES', and fill the column first.",
};
