//! The criteria by which levels are derived.
//!
//! | what happens | nobody asked | 0 rows | 1 to 99 | 100 to 9,999 | 10,000 and more |
//! |---|---|---|---|---|---|
//! | data is lost | high | medium | high | high | critical |
//! | some rows are changed or deleted, nobody counted which | high | medium | high | high | high |
//! | the statement may fail, or values are cut | high | low | high | high | high |
//! | every row is read or written under a lock that stops readers, too | medium | low | low | medium | high |
//! | … that stops writers alone | medium | low | low | medium | high |
//! | … that stops nobody | low | low | low | low | low |
//! | a lock that stops readers is held for a moment | low | low | low | low | medium |
//! | callers see something else | medium | medium | medium | medium | medium |
//! | the engine refuses the statement | high | high | high | high | high |
//! | a protection is turned off | high | high | high | high | high |
//! | a matter of design, or for the record | low | low | low | low | low |
//! | nobody can tell what it does | high | high | high | high | high |
//!
//! One level more, up to critical, where what is lost is sensitive by its name (`email`, `password`, `iban`), and critical where it belongs to
//! the system's own tables.

use crate::model::{Level, LockMode, ObjectId, RowCount, Touch, is_sensitive_name};

/// Below this many rows a table is read or written before anybody notices.
const SMALL: u64 = 100;
/// From this many rows on a table counts as large.
const LARGE: u64 = 10_000;

/// Data that cannot be brought back without a backup.
pub(super) fn loses(rows: Option<RowCount>) -> Level {
    match rows {
        None => Level::High,
        Some(rows) if rows.is_zero() => Level::Medium,
        Some(rows) if rows.may_reach(LARGE) => Level::Critical,
        Some(_) => Level::High,
    }
}

/// Rows that are changed or deleted by a condition. `rows` counts all of the table.
pub(super) fn may_lose(rows: Option<RowCount>) -> Level {
    if rows.is_some_and(|rows| rows.is_zero()) { Level::Medium } else { Level::High }
}

/// A statement that fails on the rows that are there, or changes their values. `offending` counts such rows, or all where they cannot be told.
pub(super) fn may_fail(offending: Option<RowCount>) -> Level {
    match offending {
        Some(rows) if rows.is_zero() => Level::Low,
        None | Some(_) => Level::High,
    }
}

/// All rows are read or written under this lock.
pub(super) fn holds_up(rows: Option<RowCount>, lock: LockMode) -> Level {
    if !lock.blocks_writes() {
        return Level::Low;
    }
    match rows {
        None => Level::Medium,
        Some(rows) if !rows.may_reach(SMALL) => Level::Low,
        Some(rows) if rows.may_reach(LARGE) => Level::High,
        Some(_) => Level::Medium,
    }
}

/// A lock for a moment: it waits for what is running, and whoever comes later waits for it.
pub(super) fn brief(rows: Option<RowCount>, touch: Option<&Touch>) -> Level {
    let is_large = rows.is_some_and(|rows| rows.may_reach(LARGE));
    let stops_readers = touch.is_some_and(|touch| touch.lock.blocks_reads());
    if is_large && stops_readers { Level::Medium } else { Level::Low }
}

/// The system's own schemas and tables.
const SYSTEM: [&str; 7] =
    ["pg_catalog", "information_schema", "mysql", "performance_schema", "sys", "sqlite_master", "sqlite_schema"];

/// One level more for what is sensitive by its name; critical for what is the system's own.
pub(super) fn by_name(level: Level, object: &ObjectId) -> Level {
    by_words(level, object.path.first().map_or("", |first| first.as_str()), object.name().as_str())
}

/// As [`by_name`], of an object that is known by its printed address alone (`column:public.users.email`).
pub(super) fn by_address(level: Level, address: &str) -> Level {
    let path = address.split_once(':').map_or(address, |(_, path)| path);
    by_words(level, path.split('.').next().unwrap_or(path), path.rsplit('.').next().unwrap_or(path))
}

fn by_words(level: Level, first: &str, name: &str) -> Level {
    if SYSTEM.contains(&first) {
        return Level::Critical;
    }
    let is_sensitive = is_sensitive_name(name);
    match level {
        Level::Medium if is_sensitive => Level::High,
        Level::High | Level::Critical if is_sensitive => Level::Critical,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(rows: u64) -> Option<RowCount> {
        Some(RowCount::exact(rows))
    }

    #[test]
    fn levels_rise_at_their_bounds() {
        let work = |rows| holds_up(rows, LockMode::AccessExclusive);
        assert_eq!([None, count(0), count(99)].map(work), [Level::Medium, Level::Low, Level::Low]);
        assert_eq!([count(100), count(9_999), count(10_000)].map(work), [Level::Medium, Level::Medium, Level::High]);
        assert_eq!(holds_up(count(1_000_000), LockMode::ShareUpdateExclusive), Level::Low);
        assert_eq!([None, count(0), count(1)].map(loses), [Level::High, Level::Medium, Level::High]);
        assert_eq!(loses(count(10_000)), Level::Critical);
    }

    #[test]
    fn what_is_sensitive_weighs_more() {
        let column = |name: &str| ObjectId::column(&crate::model::QualifiedName::bare("users"), &name.into());
        assert_eq!(by_name(Level::High, &column("email")), Level::Critical);
        assert_eq!(by_name(Level::High, &column("work_phone")), Level::Critical);
        assert_eq!(by_name(Level::High, &column("emailed_at")), Level::High);
        assert_eq!(by_name(Level::Low, &column("password")), Level::Low);
        assert_eq!(by_address(Level::High, &column("email").to_string()), Level::Critical);
        assert_eq!(by_address(Level::High, "table:mysql.user"), Level::Critical);
        assert_eq!(by_address(Level::High, "table:orders"), Level::High);
    }
}
