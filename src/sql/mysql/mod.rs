//! How MySQL and MariaDB write SQL.

mod expression;
mod text;

pub use expression::expression_key;
pub use text::text_value;
