//! The criteria by which levels are derived.
//!
//! | what happens | nobody asked | 0 rows | 1 to 9,999 rows | 10,000 rows and more |
//! |---|---|---|---|---|
//! | data is lost | high | medium | high | critical |
//! | the statement may fail, or values are cut | high | low | high | high |
//! | every row is written or read under a lock that stops others | medium | low | medium up to 9,999 | high |
//! | callers see other names | medium | medium | medium | medium |

use crate::model::{Level, RowCount};

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

/// A statement that fails on the rows that are there, or changes their values. `offending` counts such rows, or all where they cannot be told.
pub(super) fn may_fail(offending: Option<RowCount>) -> Level {
    match offending {
        Some(rows) if rows.is_zero() => Level::Low,
        None | Some(_) => Level::High,
    }
}

/// A lock that stops readers or writers for as long as all rows are read or written.
pub(super) fn holds_up(rows: Option<RowCount>) -> Level {
    match rows {
        None => Level::Medium,
        Some(rows) if rows.is_zero() => Level::Low,
        Some(rows) if rows.may_reach(LARGE) => Level::High,
        Some(_) => Level::Medium,
    }
}
