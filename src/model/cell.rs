//! One value of a row as the engine keeps it, for copying whole tables without loss.

/// A value by its storage, not by its meaning: nothing is parsed, so nothing is rounded. A real is kept by its bits, so that equality is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Null,
    /// Where the engine stores the class of every value (SQLite).
    Integer(i64),
    /// IEEE 754 bits of a double, on such an engine.
    Real(u64),
    /// Text, or any other value in the engine's own exact spelling.
    Text(Vec<u8>),
    /// Bytes that are no text.
    Bytes(Vec<u8>),
}
