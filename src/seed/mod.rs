//! Synthetic rows: every value is a function of seed, table, column and row.
//!
//! A schema and what is wanted of it are compiled ([`compile`]) into a plan ([`SeedPlan`]) that makes any rows of any table without looking at
//! others: a child computes its parent's key anew. So the rows are the same for any number of threads, any size of batch, any
//! engine; and nothing has to be remembered to go on where a run stopped.
//!
//! Pure: batches of rows come out ([`Batch`]), encoders make bytes of them ([`encode`]).

mod alias;
mod batch;
mod check;
mod civil;
mod compile;
mod distribution;
pub mod encode;
mod evaluate;
mod expression;
mod generator;
mod infer;
mod law;
pub mod learn;
mod limits;
mod locale;
mod permutation;
pub mod profile;
mod recipe;
mod shape;
mod share;
mod spelled;
mod stream;
#[cfg(test)]
mod tests;
mod topic;
mod versions;
mod wanted;

pub use batch::{Batch, Column, Strings, Values};
pub use compile::{
    Compiled, DescribedColumn, DescribedReference, DescribedTable, MOST_DAYS, TextOrder, calendar_day, changeable,
    changed_row, compile, row_identity,
};
pub use distribution::Distribution;
pub use evaluate::{PlannedColumn, SeedPlan, TablePlan};
pub use generator::{Season, Spread};
pub use locale::{LOCALES, Locale};
pub use recipe::{Recipe, TextPool};
pub use shape::Shape;
pub use wanted::{Correlation, DaySpread, ParentSpread, TODAY, Wanted, WantedHistory, WantedRows, WantedTable};

/// The version of the generators. What a profile was made for says it, so that a later dbx that makes other values of the same numbers can tell.
pub const GENERATORS: i64 = 1;
