//! How MySQL and MariaDB write SQL.

mod expression;
mod partition;
mod text;

pub use expression::expression_key;
pub use partition::PartitionClause;
pub use text::text_value;
