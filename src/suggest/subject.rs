//! What can be asked about: a table that measures or records something, by what it can be counted, and when it happened.

use crate::design::word::{singular, stems};
use crate::dialect::{Dialect, Measuring};
use crate::model::{
    Additivity, Column, Constraint, DataType, ForeignKey, Name, QualifiedName, Schema, Table, TableRole,
};
use std::collections::BTreeSet;

/// A table and what is known of it. In SQL it is called `f`.
pub struct Subject<'a> {
    pub dialect: &'a dyn Dialect,
    pub table: &'a Table,
    /// `sales` for `fact_sales`
    pub noun: String,
    pub measures: Vec<Measure<'a>>,
    pub axes: Vec<Axis>,
    /// Things that come again: customers, accounts.
    pub actors: Vec<Axis>,
    pub moment: Option<Moment>,
}

/// A column of numbers, and how it is put together.
pub struct Measure<'a> {
    pub column: &'a Column,
    /// `SUM` or `AVG`
    pub function: &'static str,
}

/// Something to count by.
#[derive(Clone)]
pub struct Axis {
    /// `region of store`
    pub label: String,
    /// The name of the column in the result.
    pub name: String,
    /// Its expression, in SQL.
    pub select: String,
    /// What has to be joined for it; empty for a column of the table itself.
    pub join: String,
    pub tables: Vec<String>,
}

/// When a row of the table happened.
pub struct Moment {
    /// An expression of a day or a moment, in SQL.
    pub select: String,
    pub join: String,
    pub tables: Vec<String>,
}

/// Most axes of one subject: the first columns of a dimension tell most.
const MOST_AXES: usize = 12;
/// Most axes from one dimension.
const MOST_OF_ONE: usize = 4;

/// The subjects of a schema, facts before other tables.
pub fn subjects<'a>(schema: &'a Schema, dialect: &'a dyn Dialect) -> Vec<Subject<'a>> {
    let mut tables: Vec<&Table> = schema.tables().filter(|table| table.partition_of.is_none()).collect();
    tables.sort_by_key(|table| (!matches!(table.role, TableRole::Fact(_)), &table.name));
    tables.into_iter().map(|table| Subject::of(table, schema, dialect)).collect()
}

impl<'a> Subject<'a> {
    fn of(table: &'a Table, schema: &'a Schema, dialect: &'a dyn Dialect) -> Self {
        let reader = Reader { schema, dialect, table };
        let (axes, actors) = reader.axes();
        Self {
            dialect,
            table,
            noun: noun(&table.name),
            measures: measures(table),
            axes,
            actors,
            moment: reader.moment(),
        }
    }

    /// The table's name, as SQL.
    pub fn from(&self) -> String {
        format!("FROM {} AS f", self.dialect.qualified(&self.table.name))
    }

    /// A column of the table, as SQL.
    pub fn column(&self, name: &Name) -> String {
        format!("f.{}", self.dialect.quote(name))
    }

    /// The month of the moment, as SQL.
    pub fn month(&self, moment: &Moment) -> String {
        Measuring::fill(self.dialect.capabilities().measuring.parts.year_and_month, &moment.select)
    }

    pub fn year(&self, moment: &Moment) -> String {
        Measuring::fill(self.dialect.capabilities().measuring.parts.year, &moment.select)
    }

    /// The names of the table and of others, without repeats.
    pub fn tables(&self, others: &[&[String]]) -> Vec<String> {
        let mut tables = vec![self.table.name.to_string()];
        for other in others.iter().flat_map(|list| list.iter()) {
            if !tables.contains(other) {
                tables.push(other.clone());
            }
        }
        tables
    }
}

impl Measure<'_> {
    /// `total net amount`
    pub fn label(&self) -> String {
        let how = if self.function == "SUM" { "total" } else { "average" };
        format!("{how} {}", self.column.name.as_str().replace('_', " "))
    }

    /// `total_net_amount`
    pub fn alias(&self) -> String {
        self.label().replace(' ', "_")
    }
}

/// `loan payments` for `fact_loan_payments`
fn noun(name: &QualifiedName) -> String {
    let bare = name.name.as_str();
    let front = ["dim_", "fact_"].iter().find_map(|prefix| bare.strip_prefix(prefix)).unwrap_or(bare);
    front.replace('_', " ")
}

fn measures(table: &Table) -> Vec<Measure<'_>> {
    let measure = |column, additivity| Measure {
        column,
        function: if additivity == Additivity::Additive { "SUM" } else { "AVG" },
    };
    if let TableRole::Fact(fact) = &table.role {
        let known = fact.measures.iter().filter_map(|it| Some((table.columns.get(&it.column)?, it.additivity)));
        return known
            .filter(|(column, _)| is_open(column) && column.data_type.is_number())
            .map(|(column, additivity)| measure(column, additivity))
            .collect();
    }
    let keys = key_columns(table);
    let columns = table
        .columns
        .values()
        .filter(|column| column.data_type.is_number() && is_open(column) && !keys.contains(&column.name));
    columns.filter(|column| !is_label(column)).map(|column| measure(column, guess(column))).collect()
}

/// Columns of keys and references: numbers that measure nothing.
fn key_columns(table: &Table) -> BTreeSet<Name> {
    let in_key = |constraint: &Constraint| match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {
            constraint.columns().into_iter().cloned().collect()
        }
        Constraint::Check(_) | Constraint::Exclude(_) => Vec::new(),
    };
    table.constraints.values().flat_map(in_key).collect()
}

/// Numbers that name something: a year, a zip code, an id.
fn is_label(column: &Column) -> bool {
    const LABELS: &[&str] = &[
        "id",
        "key",
        "code",
        "number",
        "year",
        "month",
        "day",
        "week",
        "quarter",
        "zip",
        "phone",
        "latitude",
        "longitude",
        "version",
    ];
    column.name.as_str().rsplit('_').next().is_some_and(|last| LABELS.contains(&last.to_ascii_lowercase().as_str()))
}

/// What is a share or a level is not summed.
fn guess(column: &Column) -> Additivity {
    const LEVELS: &[&str] = &[
        "rate",
        "ratio",
        "percent",
        "price",
        "score",
        "rating",
        "average",
        "age",
        "level",
        "balance",
        "temperature",
        "share",
    ];
    let is_level = column.name.as_str().split('_').any(|word| LEVELS.contains(&word.to_ascii_lowercase().as_str()));
    if is_level { Additivity::NonAdditive } else { Additivity::Additive }
}

/// Whether anybody may see it.
fn is_open(column: &Column) -> bool {
    column.sensitive.is_none()
}

fn is_time(column: &Column) -> bool {
    matches!(column.data_type, DataType::Date | DataType::Timestamp { .. })
}

/// Reads one table.
struct Reader<'a> {
    schema: &'a Schema,
    dialect: &'a dyn Dialect,
    table: &'a Table,
}

impl Reader<'_> {
    /// References to one column of another table, with that table.
    fn references(&self) -> impl Iterator<Item = (&ForeignKey, &Table)> {
        let single =
            self.table.foreign_keys().filter(|key| key.columns.len() == 1 && key.referenced_columns.len() == 1);
        single.filter_map(|key| Some((key, self.schema.table(&key.references)?)))
    }

    /// What can be counted by, and whose rows come again.
    fn axes(&self) -> (Vec<Axis>, Vec<Axis>) {
        let (mut axes, mut actors) = (Vec::new(), Vec::new());
        for (key, other) in self.references().filter(|(_, other)| !is_calendar(other)) {
            let join = self.join(key, other, "d");
            let columns = other.columns.values().filter(|column| is_axis(other, column)).take(MOST_OF_ONE);
            axes.extend(columns.map(|column| self.axis(other, column, &join)));
            actors.push(Axis {
                label: noun(&other.name),
                name: key.columns[0].to_string(),
                select: format!("f.{}", self.dialect.quote(&key.columns[0])),
                join: String::new(),
                tables: vec![other.name.to_string()],
            });
        }
        let keys = key_columns(self.table);
        let own = self
            .table
            .columns
            .values()
            .filter(|column| is_axis(self.table, column) && !keys.contains(&column.name))
            .take(MOST_OF_ONE);
        axes.extend(own.map(|column| Axis {
            label: column.name.as_str().replace('_', " "),
            name: column.name.to_string(),
            select: format!("f.{}", self.dialect.quote(&column.name)),
            join: String::new(),
            tables: Vec::new(),
        }));
        axes.truncate(MOST_AXES);
        (axes, actors)
    }

    fn axis(&self, other: &Table, column: &Column, join: &str) -> Axis {
        let of = singular(&noun(&other.name));
        let words = column.name.as_str().replace('_', " ");
        let label = if words.starts_with(&of) { words } else { format!("{words} of {of}") };
        Axis {
            label,
            name: column.name.to_string(),
            select: format!("d.{}", self.dialect.quote(&column.name)),
            join: join.to_owned(),
            tables: vec![other.name.to_string()],
        }
    }

    fn join(&self, key: &ForeignKey, other: &Table, alias: &str) -> String {
        format!(
            "\nJOIN {} AS {alias} ON {alias}.{} = f.{}",
            self.dialect.qualified(&other.name),
            self.dialect.quote(&key.referenced_columns[0]),
            self.dialect.quote(&key.columns[0])
        )
    }

    /// The day of a calendar that the table refers to, or its own first day or moment.
    fn moment(&self) -> Option<Moment> {
        let by_calendar = self.references().find_map(|(key, other)| {
            let day = is_calendar(other)
                .then(|| other.columns.values().find(|column| column.data_type == DataType::Date))??;
            Some(Moment {
                select: format!("c.{}", self.dialect.quote(&day.name)),
                join: self.join(key, other, "c"),
                tables: vec![other.name.to_string()],
            })
        });
        by_calendar.or_else(|| {
            let own = self
                .table
                .columns
                .values()
                .find(|column| is_time(column) && is_open(column) && !is_technical(column))?;
            Some(Moment {
                select: format!("f.{}", self.dialect.quote(&own.name)),
                join: String::new(),
                tables: Vec::new(),
            })
        })
    }
}

/// Moments of the row, not of what it tells.
fn is_technical(column: &Column) -> bool {
    matches!(column.name.as_str(), "valid_from" | "valid_to" | "updated_at" | "modified_at" | "deleted_at")
}

fn is_calendar(table: &Table) -> bool {
    let last = stems(table.name.name.as_str()).pop().unwrap_or_default();
    ["date", "calendar", "day"].iter().any(|word| stems(word).last() == Some(&last))
        && table.columns.values().any(|column| column.data_type == DataType::Date)
}

/// Texts that many rows share, or that name what a row is.
fn is_axis(table: &Table, column: &Column) -> bool {
    let last = column.name.as_str().rsplit('_').next().unwrap_or_default().to_ascii_lowercase();
    let is_long = matches!(column.data_type, DataType::Text)
        || matches!(column.data_type, DataType::VarChar { length: Some(length) } if length > 200);
    let is_key = table.foreign_keys().any(|key| key.columns.contains(&column.name));
    column.data_type.is_text()
        && is_open(column)
        && !is_key
        && !is_long
        && !["id", "uuid", "hash", "number", "address", "url", "path", "phone", "email"].contains(&last.as_str())
}
