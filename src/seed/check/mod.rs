//! CHECK constraints, read into what they leave of the values of each column.

mod constant;
mod partition;
mod read;

pub use constant::parse;
pub use partition::partition_limits;
pub use read::{Columns, Finding, read};
