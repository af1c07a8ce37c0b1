//! What phrases of a prompt stand for, given the tables that could be meant.

use super::attribute::{ATTRIBUTES, Attribute};
use super::word::stems;
use crate::model::{Name, QualifiedName, Schema, Table, TableRole};
use std::collections::{BTreeMap, BTreeSet};

/// A column of a table.
pub type Address = (QualifiedName, Name);

/// What a phrase stands for.
#[derive(Clone, Debug)]
pub enum Meaning {
    Table {
        table: QualifiedName,
        /// By another word than the table's own.
        alias: bool,
    },
    /// One of these columns.
    Columns {
        columns: Vec<Address>,
        alias: bool,
    },
    /// A column that none of the tables has.
    Attribute(&'static Attribute),
    Period(Period),
    Style(Style),
    /// Old values are kept: slowly changing dimensions of type 2.
    History,
    /// Everything that tells of a person.
    Personal,
    /// It asked for one of the starters, and names no part of it.
    Topic,
}

/// A stretch of time that things are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A point in time.
    Moment,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// How the tables are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Facts and dimensions.
    Star,
    /// Every thing in one table: third normal form.
    Normalized,
}

const STYLES: &[(&str, Style)] = &[
    ("star schema", Style::Star),
    ("star", Style::Star),
    ("snowflake schema", Style::Star),
    ("snowflake", Style::Star),
    ("dimensional model", Style::Star),
    ("dimensional", Style::Star),
    ("data mart", Style::Star),
    ("data warehouse", Style::Star),
    ("olap", Style::Star),
    ("kimball", Style::Star),
    ("fact constellation", Style::Star),
    ("normalized", Style::Normalized),
    ("normalised", Style::Normalized),
    ("third normal form", Style::Normalized),
    ("3nf", Style::Normalized),
    ("oltp", Style::Normalized),
    ("relational", Style::Normalized),
    ("transactional database", Style::Normalized),
    ("transactional", Style::Normalized),
    ("operational", Style::Normalized),
    ("backend", Style::Normalized),
    ("back end", Style::Normalized),
    ("crud", Style::Normalized),
];

const PERIODS: &[(&str, Period)] = &[
    ("minute", Period::Moment),
    ("second", Period::Moment),
    ("timestamp", Period::Moment),
    ("hour", Period::Hour),
    ("hourly", Period::Hour),
    ("hour of day", Period::Hour),
    ("time of day", Period::Hour),
    ("day", Period::Day),
    ("daily", Period::Day),
    ("date", Period::Day),
    ("calendar", Period::Day),
    ("week", Period::Week),
    ("weekly", Period::Week),
    ("month", Period::Month),
    ("monthly", Period::Month),
    ("quarter", Period::Quarter),
    ("quarterly", Period::Quarter),
    ("year", Period::Year),
    ("yearly", Period::Year),
    ("annual", Period::Year),
    ("over time", Period::Day),
    ("time", Period::Day),
];

const HISTORY: &[&str] = &[
    "history",
    "slowly changing dimension",
    "slowly changing dimensions",
    "slowly changing",
    "scd",
    "scd type 2",
    "scd 2",
    "scd2",
    "type 2",
    "historical changes",
];
const PERSONAL: &[&str] = &[
    "personal data",
    "personal information",
    "pii",
    "personally identifiable information",
    "sensitive data",
    "personal detail",
];

impl Period {
    /// The column of a date dimension.
    pub fn column(self) -> &'static str {
        match self {
            Self::Moment => "happened_at",
            Self::Hour => "hour_of_day",
            Self::Day => "calendar_date",
            Self::Week => "week_of_year",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// Stands in front of a word that leads to a table and is no other name for it: churn is seen in the events of subscriptions.
const RELATED: char = '~';

/// Longest phrase, in words.
const LONGEST: usize = 4;

/// Phrases, as stems, and what they stand for.
#[derive(Debug, Default)]
pub struct Vocabulary {
    phrases: BTreeMap<Vec<String>, Meaning>,
    topics: BTreeSet<Vec<String>>,
}

impl Vocabulary {
    /// `order` gives the tables, the more important ones first; `aliases` other words by `table` and `table.column`.
    pub fn new(schema: &Schema, order: &[QualifiedName], aliases: &BTreeMap<String, Vec<String>>) -> Self {
        let mut vocabulary = Self::default();
        let tables: Vec<&Table> = order.iter().filter_map(|name| schema.table(name)).collect();
        for table in &tables {
            vocabulary.table(table, &noun(table), false);
        }
        for table in &tables {
            for phrase in aliases.get(table.name.name.as_str()).into_iter().flatten() {
                vocabulary.table(table, &stems(phrase), !phrase.starts_with(RELATED));
            }
        }
        for table in &tables {
            vocabulary.columns(table);
        }
        for table in &tables {
            for column in table.columns.keys() {
                for phrase in aliases.get(&format!("{}.{column}", table.name.name)).into_iter().flatten() {
                    vocabulary.column(table, column, stems(phrase), true);
                }
            }
        }
        vocabulary.general();
        vocabulary
    }

    /// Phrases that name no table or column but the subject as a whole.
    pub fn add_topics(&mut self, topics: impl Iterator<Item = Vec<String>>) {
        for topic in topics {
            self.topics.extend(topic.iter().map(|word| vec![word.clone()]));
            self.topics.insert(topic);
        }
    }

    /// The longest phrase at the start of these stems: its length, and what it stands for.
    pub fn longest(&self, stems: &[String]) -> Option<(usize, Meaning)> {
        let lengths = (1..=stems.len().min(LONGEST)).rev();
        let known = lengths.clone().find_map(|length| Some((length, self.phrases.get(&stems[..length])?.clone())));
        known.or_else(|| {
            lengths
                .into_iter()
                .find(|length| self.topics.contains(&stems[..*length]))
                .map(|length| (length, Meaning::Topic))
        })
    }

    fn table(&mut self, table: &Table, phrase: &[String], alias: bool) {
        if !phrase.is_empty() {
            let meaning = Meaning::Table { table: table.name.clone(), alias };
            self.phrases.entry(phrase.to_vec()).or_insert(meaning);
        }
    }

    fn columns(&mut self, table: &Table) {
        let keys: BTreeSet<&Name> = table.foreign_keys().flat_map(|key| &key.columns).collect();
        let surrogate = match &table.role {
            TableRole::Dimension(dimension) => dimension.surrogate_key.as_ref(),
            TableRole::Plain | TableRole::Fact(_) => None,
        };
        for name in table.columns.keys().filter(|name| !keys.contains(name) && Some(*name) != surrogate) {
            let words = stems(name.as_str());
            let own = noun(table);
            if let Some(rest) = words.strip_prefix(&own[..]).filter(|rest| !rest.is_empty() && !is_vague(rest)) {
                self.column(table, name, rest.to_vec(), false);
            }
            if words.len() > 1
                && words.last().is_some_and(|last| SUFFIXES.iter().any(|suffix| stems(suffix).first() == Some(last)))
            {
                self.column(table, name, words[..words.len() - 1].to_vec(), false);
            }
            self.column(table, name, words, false);
        }
    }

    fn column(&mut self, table: &Table, column: &Name, phrase: Vec<String>, alias: bool) {
        if phrase.is_empty() || is_period(&phrase) {
            return;
        }
        let address = (table.name.clone(), column.clone());
        match self.phrases.get_mut(&phrase) {
            Some(Meaning::Columns { columns, alias: by_alias })
                if *by_alias == alias && !columns.contains(&address) =>
            {
                columns.push(address)
            }
            Some(_) => {}
            None => {
                self.phrases.insert(phrase, Meaning::Columns { columns: vec![address], alias });
            }
        }
    }

    fn general(&mut self) {
        let mut add = |phrase: Vec<String>, meaning: Meaning| {
            self.phrases.entry(phrase).or_insert(meaning);
        };
        for (phrase, style) in STYLES {
            add(stems(phrase), Meaning::Style(*style));
        }
        for (phrase, period) in PERIODS {
            add(stems(phrase), Meaning::Period(*period));
        }
        for phrase in HISTORY {
            add(stems(phrase), Meaning::History);
        }
        for phrase in PERSONAL {
            add(stems(phrase), Meaning::Personal);
        }
        for attribute in ATTRIBUTES {
            for phrase in attribute.spellings() {
                add(phrase, Meaning::Attribute(attribute));
            }
        }
    }
}

/// Last words without which a column is still known: `discount` is `discount_amount`.
const SUFFIXES: &[&str] = &["amount", "name", "code", "count", "quantity", "score", "number", "address"];

/// Words that say too little by themselves.
fn is_vague(words: &[String]) -> bool {
    matches!(words, [only] if ["id", "name", "code", "number", "key", "type", "status", "date", "level", "group", "area"].contains(&only.as_str()) || *only == stems("title")[0])
}

fn is_period(phrase: &[String]) -> bool {
    PERIODS.iter().any(|(period, _)| stems(period) == phrase)
}

/// The words of a table's name without `dim`, `fact` and the like in front, as stems.
pub fn noun(table: &Table) -> Vec<String> {
    stems(bare_noun(table.name.name.as_str()))
}

/// `customer` for `dim_customer`.
pub fn bare_noun(name: &str) -> &str {
    ["dim_", "fact_", "bridge_", "d_", "f_"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}
