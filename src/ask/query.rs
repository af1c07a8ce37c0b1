//! What a question was understood to ask, as relational algebra over the catalog.

use super::catalog::ColumnId;
use std::collections::BTreeSet;

/// One SELECT. Rows of `root` are what it is about; the other tables are joined to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    pub root: usize,
    /// Tables that are read although no column of them is.
    pub tables: BTreeSet<usize>,
    /// Columns of foreign keys to join by, where two tables have several.
    pub vias: Vec<ColumnId>,
    pub select: Vec<Term>,
    /// Rows that meet one of these, in percent of all rows: a last column of the answer, where there are any.
    pub share: Vec<Predicate>,
    pub is_distinct: bool,
    /// All of them hold; in each at least one.
    pub filter: Vec<Vec<Predicate>>,
    pub group: Vec<ColumnId>,
    pub having: Vec<Predicate>,
    pub order: Vec<Order>,
    pub limit: Option<u64>,
    /// The first rows of each group of these columns, as many as `limit`.
    pub within: Vec<ColumnId>,
    pub combined: Option<(SetOperator, Box<Query>)>,
}

/// A value of a row or of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub aggregate: Option<Aggregate>,
    pub is_distinct: bool,
    /// Nothing is the row itself: `*`.
    pub column: Option<ColumnId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aggregate {
    Count,
    Sum,
    Average,
    Minimum,
    Maximum,
    /// The greatest less the least.
    Spread,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    More,
    Less,
    AtLeast,
    AtMost,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    Compare {
        left: Term,
        comparison: Comparison,
        right: Operand,
    },
    Between {
        left: Term,
        from: Operand,
        to: Operand,
        is_negated: bool,
    },
    /// A pattern of LIKE.
    Like {
        column: ColumnId,
        pattern: String,
        is_negated: bool,
    },
    /// Rows whose column is among what a query gives.
    In {
        column: ColumnId,
        query: Box<Query>,
        is_negated: bool,
    },
    Null {
        column: ColumnId,
        is_negated: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Text(String),
    Number(String),
    /// Another column of the row, or of one beside it.
    Column(ColumnId),
    /// A query of one row and column.
    Query(Box<Query>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    pub term: Term,
    pub is_descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOperator {
    Intersect,
    Except,
    Union,
}

impl Aggregate {
    /// What it is called in a reading.
    pub fn word(self) -> &'static str {
        match self {
            Self::Count => "number of",
            Self::Sum => "sum of",
            Self::Average => "average",
            Self::Minimum => "least",
            Self::Maximum => "greatest",
            Self::Spread => "greatest less least",
        }
    }
}

impl Term {
    pub fn column(column: ColumnId) -> Self {
        Self { aggregate: None, is_distinct: false, column: Some(column) }
    }

    pub fn aggregate(aggregate: Aggregate, column: ColumnId) -> Self {
        Self { aggregate: Some(aggregate), ..Self::column(column) }
    }

    /// `count(*)`
    pub fn count() -> Self {
        Self { aggregate: Some(Aggregate::Count), is_distinct: false, column: None }
    }

    /// `*`
    pub fn everything() -> Self {
        Self { aggregate: None, is_distinct: false, column: None }
    }
}

impl Comparison {
    pub fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::More => Self::AtMost,
            Self::Less => Self::AtLeast,
            Self::AtLeast => Self::Less,
            Self::AtMost => Self::More,
        }
    }

    /// The operator as SQL.
    pub fn operator(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::More => ">",
            Self::Less => "<",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
        }
    }
}

impl Query {
    /// Every table that has to be joined.
    pub fn all_tables(&self) -> BTreeSet<usize> {
        let mut tables = self.tables.clone();
        tables.insert(self.root);
        tables.extend(self.terms().filter_map(|term| term.column).map(|column| column.table));
        tables.extend(self.group.iter().chain(&self.within).map(|column| column.table));
        tables.extend(
            self.filter
                .iter()
                .flatten()
                .chain(&self.having)
                .chain(&self.share)
                .filter_map(Predicate::column)
                .map(|it| it.table),
        );
        let predicates = self.filter.iter().flatten().chain(&self.having).chain(&self.share);
        tables.extend(predicates.filter_map(Predicate::other_column).map(|it| it.table));
        tables
    }

    fn terms(&self) -> impl Iterator<Item = &Term> {
        self.select.iter().chain(self.order.iter().map(|order| &order.term))
    }
}

impl Predicate {
    /// The column that it is about.
    pub fn column(&self) -> Option<ColumnId> {
        match self {
            Self::Compare { left, .. } | Self::Between { left, .. } => left.column,
            Self::Like { column, .. } | Self::In { column, .. } | Self::Null { column, .. } => Some(*column),
        }
    }

    /// The column that it is compared with.
    fn other_column(&self) -> Option<ColumnId> {
        match self {
            Self::Compare { right: Operand::Column(column), .. } => Some(*column),
            Self::Compare { .. } | Self::Between { .. } | Self::Like { .. } | Self::In { .. } | Self::Null { .. } => {
                None
            }
        }
    }
}
