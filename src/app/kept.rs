//! What of a run stays when it ends early.

use std::fmt;

/// What took effect before the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The operations of a plan up to this one, and nothing of what came behind.
    Operations(usize),
    /// Those before this operation, and a part of it: its statements, or its batches of rows, take effect one by one.
    PartOf(usize),
    /// Whole chunks of seeded rows.
    Chunks,
    /// Whatever was committed when the program was ended without waiting for the server.
    Committed,
}

/// What became of the run, and what to type next.
impl fmt::Display for Kept {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const GO_ON: &str = "(`dbx status`); run the same command again to go on behind";
        match self {
            Self::Operations(0) => formatter.write_str("nothing was changed"),
            Self::Operations(1) => write!(formatter, "operation 1 is done and in the ledger {GO_ON} it"),
            Self::Operations(last) => {
                write!(formatter, "operations 1 to {last} are done and in the ledger {GO_ON} them")
            }
            Self::PartOf(1) => write!(formatter, "a part of operation 1 took effect and is in the ledger {GO_ON} it"),
            Self::PartOf(2) => {
                write!(
                    formatter,
                    "operation 1 and a part of operation 2 took effect and are in the ledger {GO_ON} them"
                )
            }
            Self::PartOf(operation) => {
                let before = operation - 1;
                write!(
                    formatter,
                    "operations 1 to {before} and a part of operation {operation} took effect and are in the ledger {GO_ON} them"
                )
            }
            Self::Committed => formatter.write_str(
                "what was committed stays, the server rolls back the rest; run the same command again to go on",
            ),
            Self::Chunks => formatter.write_str(
                "the rows on their way were given up, those before them are there; run the same command again to go on",
            ),
        }
    }
}
