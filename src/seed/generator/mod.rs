//! What makes the values of one column. One kind of values per file.

mod array;
mod binary;
mod calendar;
mod choice;
mod code;
mod constant;
mod dirt;
mod expression;
mod flag;
mod given;
mod held;
mod history;
mod json;
mod moment;
mod narrowed;
mod number;
mod offset;
mod pattern;
mod scaled;
mod season;
mod sequence;
mod series;
mod spelled;
mod text;
mod typed;
mod uuid;

pub use array::Array;
pub use binary::Binary;
pub use calendar::{Calendar, CalendarPart};
pub use choice::Choice;
pub use code::Code;
pub use constant::Constant;
pub use dirt::{Blemish, Dirt};
pub use expression::{Computed, scalar};
pub use flag::Flag;
pub use given::Given;
pub use held::{Held, Hold};
pub use history::{History, HistoryPart};
pub use json::Json;
pub use moment::{Clock, Moment, Spread};
pub use narrowed::{Cased, Multiple};
pub use number::Number;
pub use offset::{Late, Offset};
pub use pattern::Pattern;
pub use scaled::{Factor, Scaled};
pub use season::Season;
pub use sequence::Sequence;
pub use series::Series;
pub use spelled::Spelled;
pub use text::{Part, Template, Words};
pub use typed::Typed;
pub use uuid::Uuid;

use super::batch::{Column, Values};
use super::evaluate::Frame;
use std::fmt::Debug;

/// A function from indexes to values: the same index always has the same value.
pub trait Generator: Debug + Send + Sync {
    /// The value of each index, in their order. `frame` holds the columns of the same rows that [`reads`](Self::reads) names.
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column;

    /// Places of the columns that values are computed from.
    fn reads(&self) -> Vec<usize> {
        Vec::new()
    }

    /// Places of the lanes that values are computed from, beside the one that gives the indexes.
    fn lanes(&self) -> Vec<usize> {
        Vec::new()
    }
}

/// A column in which every row has a value.
fn full(values: Values) -> Column {
    Column { values, nulls: None }
}
