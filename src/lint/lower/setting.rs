//! SET and PRAGMA: what a setting does to the statements behind it.

use super::Lowering;
use crate::lint::act::Act;
use crate::lint::query::may_write;
use crate::model::{Cause, ObjectId, ObjectKind, Utility};
use crate::sql::Syntax;

/// Settings of a session that change how long statements wait, what they say and how values are written, and nothing about what they do.
const HARMLESS: [&str; 36] = [
    "application_name",
    "backslash_quote",
    "busy_timeout",
    "bytea_output",
    "cache_size",
    "check_function_bodies",
    "client_encoding",
    "client_min_messages",
    "constraints",
    "datestyle",
    "deadlock_timeout",
    "default_table_access_method",
    "default_tablespace",
    "escape_string_warning",
    "extra_float_digits",
    "foreign_key_checks",
    "foreign_keys",
    "idle_in_transaction_session_timeout",
    "innodb_lock_wait_timeout",
    "intervalstyle",
    "jit",
    "lock_timeout",
    "lock_wait_timeout",
    "log_min_messages",
    "maintenance_work_mem",
    "max_parallel_maintenance_workers",
    "names",
    "optimize",
    "sql_mode",
    "sql_notes",
    "standard_conforming_strings",
    "statement_timeout",
    "timezone",
    "time_zone",
    "work_mem",
    "xmloption",
];

impl Lowering<'_> {
    pub(super) fn setting(&mut self, name: &str, value: &str) {
        // `SET a = 1, b = 2` of MySQL sets b, too, and a value can be a query.
        let is_mysql = self.dialect.capabilities().syntax == Syntax::Mysql;
        let is_plain = !(value.contains('(') || is_mysql && value.contains(','));
        if !HARMLESS.contains(&name) || !is_plain {
            self.unweighed(&format!("sets {name}, which can change what later statements do"));
        }
        let is_off = matches!(value.to_ascii_lowercase().as_str(), "0" | "off" | "false" | "no");
        match name {
            "timezone" => self.world.session.time_zone = Some(value.to_owned()),
            "lock_timeout"
            | "lock_wait_timeout"
            | "busy_timeout"
            | "statement_timeout"
            | "innodb_lock_wait_timeout" => {
                self.world.has_lock_timeout |= !is_off;
            }
            "foreign_key_checks" => self.world.session.foreign_keys_off = is_off,
            "foreign_keys" if self.dialect.capabilities().syntax == Syntax::Sqlite => self.pragma(is_off),
            "sql_mode" => self.sql_mode(&value.to_ascii_uppercase()),
            _ => {}
        }
    }

    /// EXPLAIN, SHOW and pragmas without a value read as a rule; EXPLAIN ANALYZE runs what it explains.
    pub(super) fn query(&mut self, sql: &str) {
        if let Some(why) = may_write(self.dialect.capabilities().syntax, sql) {
            self.opaque("a query", &why);
        }
    }

    /// Something runs that nobody can see into from here.
    pub(super) fn opaque(&mut self, what: &str, why: &str) {
        let object = ObjectId::new(ObjectKind::Function, vec![what.into()]);
        self.tell(Cause::Opaque, object, format!("may do more than read: {why}"));
    }

    fn sql_mode(&mut self, modes: &str) {
        self.world.session.permissive = !modes.contains("STRICT") && !modes.contains("TRADITIONAL");
        if self.world.session.permissive {
            let object = ObjectId::new(ObjectKind::Namespace, vec!["sql_mode".into()]);
            self.tell(Cause::PermissiveMode, object, "sets an sql_mode that cuts values silently");
        }
    }

    fn pragma(&mut self, is_off: bool) {
        let in_transaction = self.world.in_transaction;
        if !in_transaction {
            self.world.session.foreign_keys_off = is_off;
        }
        self.act(Act::Utility(Utility::ForeignKeyPragma { in_transaction }));
    }
}
