//! CHECK constraints, read into what they leave of the values of each column.

mod compare;
mod constant;
mod partition;
mod pattern;
mod read;

pub use constant::parse;
pub use partition::partition_limits;
pub use read::{Columns, Finding, Side, read};
