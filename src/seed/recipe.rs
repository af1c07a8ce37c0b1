//! How the values of a column are made, as a profile says it.

use super::distribution::Distribution;
use super::expression::Expression;
use super::generator::{CalendarPart, Late, Spread};
use super::topic::Topic;
use crate::model::Name;

/// Texts that a language model is to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPool {
    /// How many different ones.
    pub size: u32,
    /// What they are about, in the words of the profile.
    pub about: Option<String>,
}

/// One way to make values. What a column's type, keys and checks demand comes on top.
#[derive(Clone, Debug, PartialEq)]
pub enum Recipe {
    /// Whatever the type holds.
    Any,
    /// `start + row · step`
    Sequence {
        start: i64,
        step: i64,
    },
    Number(Distribution),
    /// Words with their weights.
    Choice(Vec<(String, f64)>),
    /// True with this probability.
    Flag(f64),
    /// Moments between two days (from 1970-01-01), the last one left out.
    Moment {
        first: i32,
        end: i32,
        spread: Spread,
    },
    /// A prefix and the number of the row.
    Code {
        prefix: String,
    },
    /// A text about something.
    Fake(Topic),
    /// A sentence.
    Words,
    /// One of several texts that a language model writes. Whoever makes rows puts a choice in its place first; without that, sentences come.
    Text(TextPool),
    /// What a calendar says of the day in another column.
    Calendar {
        of: Name,
        part: CalendarPart,
    },
    /// A way off another column: in days for days and moments, in ones for numbers.
    After {
        column: Name,
        /// The columns of the foreign key that leads to the row whose column this is; `None` is the row itself.
        of: Option<Vec<Name>>,
        distance: (i64, i64),
        late: Option<Late>,
    },
    Constant(String),
    /// Texts that match a regular expression.
    Pattern(String),
    Computed(Expression),
    /// By the word in another column.
    Given {
        column: Name,
        cases: Vec<(String, Self)>,
        /// `Any` where nothing is said.
        otherwise: Box<Self>,
    },
}
