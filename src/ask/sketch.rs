//! What a question says, before it is known which of several columns it means.

use super::catalog::ColumnId;
use super::element::Named;
use super::lexicon::Like;
use super::query::{Aggregate, Comparison};

/// The parts of a question. Mentions are named by their position in `mentions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    pub mentions: Vec<Mention>,
    /// What the rows are about, where the question says so.
    pub subject: Option<usize>,
    pub outputs: Vec<Measure>,
    pub is_distinct: bool,
    /// `percentage of X that …`: the answer is a share of the rows. So many of the conditions say of which rows.
    pub share: Option<usize>,
    pub conditions: Vec<Condition>,
    pub groups: Vec<usize>,
    pub orders: Vec<Ordering>,
    pub limit: Option<u64>,
    /// Tables in which rows have to be there, or must not be.
    pub related: Vec<Related>,
    /// `which … are there`
    pub asks_what_there_is: bool,
    /// `in total`: numbers are added up.
    pub adds_up: bool,
    /// `when`: a day or a year.
    pub asks_when: bool,
    /// `how much`: an amount, and never a number of rows.
    pub asks_amount: bool,
    /// Whether the question says `both`.
    pub is_both: bool,
    /// Words of the question that say something about direction: `departing`, `source`.
    pub stems: Vec<String>,
    /// Words that nobody knows.
    pub unknown: Vec<Unknown>,
    /// Parts that were understood, and led to nothing.
    pub unused: Vec<String>,
}

/// A few words that name tables or columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mention {
    pub words: String,
    pub named: Named,
    /// The mention of the table that it belongs to.
    pub owner: Option<usize>,
    /// The position of its first token.
    pub at: usize,
}

/// A column, an aggregate of one, or a count of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    pub aggregate: Option<Aggregate>,
    pub is_distinct: bool,
    pub mention: Option<usize>,
    /// `total` is a sum of numbers and a count of anything else.
    pub is_total: bool,
    /// Every column of the mentioned table.
    pub is_everything: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub subject: Subject,
    pub test: Test,
    /// The clause in which it is denied: what is denied together stands in one subquery.
    pub denied: Option<usize>,
    /// Joined by `or` with the one before.
    pub is_alternative: bool,
    /// Joined by `both … and` with another one.
    pub is_both: bool,
    /// The role that was named last: `whose boss is called …`.
    pub beside: Option<usize>,
}

/// What a condition is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    Measure(Measure),
    /// An adjective (its position in the lexicon), of the rows of a mentioned table if one stands before it.
    Adjective(usize, Option<usize>),
    /// A year or a date.
    Moment,
    /// Whatever column has the value.
    Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// The columns that hold the value.
    Value(Vec<(ColumnId, String)>),
    Text(String),
    Number(Comparison, String),
    Between(String, String),
    Like(Like, String),
    /// Compared with an aggregate over all rows: `above the average`.
    Aggregate(Comparison, Measure, Vec<Condition>),
    /// Compared with another row or column: `more than the boss`.
    Row(Comparison, usize),
    /// A column of truths that is said to be so.
    Truth,
    /// A column that rows are said to have a value in.
    Present,
    Missing,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Ordering {
    pub key: Key,
    pub is_descending: bool,
    /// The adjective that said the direction: in some columns it goes the other way.
    pub adjective: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    Measure(Measure),
    /// An adjective, about the rows of a mentioned table if there is one.
    Adjective(usize, Option<usize>),
    /// The first column of the answer.
    First,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    pub mention: usize,
    pub denied: Option<usize>,
    /// Joined by `or` with the one before.
    pub is_alternative: bool,
    /// Whether the rows are said to be it: `who are captains`.
    pub is_said: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub word: String,
    /// Written like a name: probably a value that is not there.
    pub is_name: bool,
}

impl Measure {
    pub fn of(mention: usize) -> Self {
        Self { mention: Some(mention), ..Self::default() }
    }

    pub fn count(mention: Option<usize>) -> Self {
        Self { aggregate: Some(Aggregate::Count), mention, ..Self::default() }
    }

    pub fn is_plain(&self) -> bool {
        self.aggregate.is_none() && !self.is_total
    }
}

impl Mention {
    pub fn table_score(&self) -> f64 {
        self.named.tables.first().map_or(0.0, |it| it.score)
    }

    pub fn column_score(&self) -> f64 {
        self.named.columns.first().map_or(0.0, |it| it.score)
    }

    /// Whether it names a table rather than a column.
    pub fn is_table(&self) -> bool {
        self.table_score() > 0.0 && self.table_score() >= self.column_score() - 0.02
    }
}
