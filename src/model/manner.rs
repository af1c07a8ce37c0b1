//! How a statement goes about a step, and the session and schema it meets.

use super::{Name, Relatives, Schema};

/// How a statement goes about a step, where SQL has more than one way. At rest in its default, which is how dbx's own plans go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// CONCURRENTLY.
    pub concurrently: bool,
    /// IF NOT EXISTS, IF EXISTS.
    pub if_needed: bool,
    /// CASCADE: what stands on it goes too.
    pub cascade: bool,
    /// ONLY: partitions and children are left alone.
    pub only: bool,
    /// The constraint stands in the definition of the column that the same action adds.
    pub inline: bool,
    /// That column has a default.
    pub with_default: bool,
    /// A key takes over this index instead of building one.
    pub using_index: Option<Name>,
    /// A partition is made with PARTITION OF, instead of being made alone and attached.
    pub partition_of: bool,
    /// The new values of a column whose type changes, where a USING clause says.
    pub using: Option<String>,
    /// WITH NO DATA: the view is made, and its query does not run yet.
    pub unfilled: bool,
    /// TEMPORARY: the table is the session's own.
    pub temporary: bool,
    /// The written type is `serial` or one of its kin.
    pub serial: bool,
    /// FIRST or AFTER: the column goes between others.
    pub placed: bool,
    /// The statement itself asks for an algorithm or a lock (MySQL).
    pub asks_for_algorithm: bool,
}

/// Settings of a session that change what statements do. At rest in its default: what a fresh session of dbx has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// PostgreSQL: `TimeZone`, where it is known.
    pub time_zone: Option<String>,
    /// Foreign keys are not looked at: `foreign_key_checks=0`, `PRAGMA foreign_keys=OFF`.
    pub foreign_keys_off: bool,
    /// MySQL: an `sql_mode` without STRICT was set, so that values are cut silently.
    pub permissive: bool,
}

/// What a statement meets.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    pub schema: &'a Schema,
    pub relatives: &'a Relatives,
    pub session: &'a Session,
}
