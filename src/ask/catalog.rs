//! What a question may be about: tables, columns, samples of their values, and how tables are joined.
//!
//! Plain data that can be kept in a file between two questions.

use super::element::without_role;
use super::name;
use super::stem::stem;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// The part of a schema that questions are answered from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Catalog {
    pub tables: Vec<Table>,
    pub joins: Vec<Join>,
    /// Names taken apart, by table and column: worked out once, since every word of a question is held against all of them.
    #[serde(skip)]
    parts: OnceLock<Vec<Vec<Parts>>>,
}

/// A name of a column taken apart.
#[derive(Clone, Debug)]
struct Parts {
    words: Vec<String>,
    stems: Vec<String>,
}

impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        self.tables == other.tables && self.joins == other.joins
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub namespace: Option<String>,
    pub name: String,
    pub comment: Option<String>,
    pub columns: Vec<Column>,
    /// Positions of the columns of the primary key.
    pub key: Vec<usize>,
    /// Counted, or as far as the sampling came.
    pub rows: u64,
    /// The table whose rows these are, where this one is a part that they play.
    #[serde(default)]
    pub role_of: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    pub comment: Option<String>,
    /// Whether its values are nobody's business: they are neither looked at nor kept.
    pub is_private: bool,
    /// Distinct values that were met in a text column, in order. Empty where they are too many, too long or not to be shown.
    pub values: Vec<String>,
    /// Whether NULL was met.
    pub has_nulls: bool,
    /// Whether no value was met twice.
    pub is_unique: bool,
}

/// What can be done with the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Number,
    Text,
    /// A point in time that is compared as ISO 8601 text or by the engine's own type.
    Date,
    Boolean,
    Other,
}

/// Where a column is: positions of table and column in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ColumnId {
    pub table: usize,
    pub column: usize,
}

/// A foreign key, declared or guessed from names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// The referencing table.
    pub from: usize,
    /// The referenced table.
    pub to: usize,
    /// Positions in `from` and `to`.
    pub columns: Vec<(usize, usize)>,
    pub is_declared: bool,
    /// Whether the referencing column is called otherwise than what it refers to: `winner_id` is a part that a runner plays.
    #[serde(default)]
    pub has_part: bool,
}

impl Catalog {
    /// Its tables and columns keep their names from now on.
    pub fn new(tables: Vec<Table>, joins: Vec<Join>) -> Self {
        Self { tables, joins, parts: OnceLock::new() }
    }

    pub fn column(&self, id: ColumnId) -> &Column {
        &self.tables[id.table].columns[id.column]
    }

    /// The words of a column's name.
    pub fn words(&self, id: ColumnId) -> &[String] {
        &self.parts(id).words
    }

    /// Their stems.
    pub fn stems(&self, id: ColumnId) -> &[String] {
        &self.parts(id).stems
    }

    fn parts(&self, id: ColumnId) -> &Parts {
        let take_apart = |owner: &str, prefix: Option<&str>, column: &Column| {
            let bare = prefix.and_then(|prefix| column.name.strip_prefix(prefix));
            let mut words = name::words_in(bare.unwrap_or(&column.name), owner);
            if bare.is_some() {
                words.splice(0..0, name::words(owner).pop());
            }
            Parts { stems: words.iter().map(|word| stem(word)).collect(), words }
        };
        let all = self.parts.get_or_init(|| {
            let of_table = |table: &Table| {
                let owner = without_role(&table.role_of.map_or(table, |base| &self.tables[base]).name);
                let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
                let prefix = name::prefix(&names);
                table.columns.iter().map(|column| take_apart(owner, prefix, column)).collect()
            };
            self.tables.iter().map(of_table).collect()
        });
        &all[id.table][id.column]
    }

    /// Every column once: those of roles are their table's.
    pub fn column_ids(&self) -> impl Iterator<Item = ColumnId> {
        let columns =
            |(table, it): (usize, &Table)| (0..it.columns.len()).map(move |column| ColumnId { table, column });
        self.tables.iter().enumerate().filter(|(_, it)| it.role_of.is_none()).flat_map(columns)
    }

    /// Whether the column is part of a primary or foreign key, or is called like an identifier.
    pub fn is_key(&self, id: ColumnId) -> bool {
        self.tables[id.table].key.contains(&id.column) && self.column(id).kind == Kind::Number
            || self.joins.iter().any(|join| {
                join.from == id.table && join.columns.iter().any(|pair| pair.0 == id.column)
                    || join.to == id.table && join.columns.iter().any(|pair| pair.1 == id.column)
            })
            || self.words(id).last().is_some_and(|word| word == "id")
    }

    /// Whether it holds numbers that measure something, and name nothing.
    pub fn is_amount(&self, id: ColumnId) -> bool {
        self.column(id).kind == Kind::Number && !self.is_key(id)
    }

    /// Whether the values have an order that means something: numbers and dates, also as text.
    pub fn is_ordered(&self, id: ColumnId) -> bool {
        let column = self.column(id);
        let is_number = |value: &String| value.parse::<f64>().is_ok();
        match column.kind {
            Kind::Number | Kind::Date => true,
            Kind::Text => !column.values.is_empty() && column.values.iter().all(is_number),
            Kind::Boolean | Kind::Other => false,
        }
    }
}

impl Column {
    /// Whether it holds days or moments, by its type or, for texts, by its name or its values.
    pub fn is_moment(&self) -> bool {
        let is_day = |value: &String| {
            value.len() >= 10
                && value.bytes().take(10).enumerate().all(|(at, byte)| match at {
                    4 | 7 => byte == b'-',
                    _ => byte.is_ascii_digit(),
                })
        };
        match self.kind {
            Kind::Date => true,
            Kind::Text => {
                name::words(&self.name).iter().any(|word| word == "date")
                    || !self.values.is_empty() && self.values.iter().all(is_day)
            }
            Kind::Number | Kind::Boolean | Kind::Other => false,
        }
    }

    /// The value that stands for yes, where the column holds truths: `T`, `yes`, `1`.
    pub fn truth(&self, wanted: bool) -> Option<&str> {
        const PAIRS: [(&str, &str); 5] = [("t", "f"), ("y", "n"), ("yes", "no"), ("true", "false"), ("1", "0")];
        let folded: Vec<String> = self.values.iter().map(|value| value.to_lowercase()).collect();
        let (yes, no) = PAIRS.into_iter().find(|(yes, no)| {
            !folded.is_empty() && folded.iter().all(|value| value == yes || value == no || value.is_empty())
        })?;
        let at = folded.iter().position(|value| value == if wanted { yes } else { no });
        at.map(|at| self.values[at].as_str())
    }
}
