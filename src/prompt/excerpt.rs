//! As much of a schema as a question needs and a budget allows, in lines that people and models read.

use super::fence::one_line;
use super::relevance::ranked;
use super::withhold::{Withheld, withheld};
use crate::dialect::Dialect;
use crate::model::{
    Additivity, Column, ForeignKey, Name, Object, ObjectId, ObjectKind, QualifiedName, Schema, Table, TableRole,
};
use std::fmt::Write as _;

/// What is told of a schema, and what is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Excerpt {
    /// Text from outside: to be fenced where it goes out.
    pub text: String,
    /// In the order in which they are told.
    pub tables: Vec<QualifiedName>,
    /// Tables that did not fit.
    pub omitted: Vec<QualifiedName>,
    /// Columns of the tables told that stay at home.
    pub withheld: Vec<(QualifiedName, Name, Withheld)>,
}

/// Characters of a comment that are told.
const LONGEST_COMMENT: usize = 160;

/// Values of an enum that are told.
const MOST_VALUES: usize = 30;

/// Bytes of a token: rather too few than too many, so that the excerpt keeps its budget.
const BYTES_PER_TOKEN: usize = 3;

/// The tables that have most to do with the question, as many as fit into so many tokens. A table is told whole or not at all; one that does
/// not fit makes room for a smaller one.
pub fn excerpt(schema: &Schema, dialect: &dyn Dialect, question: &str, tokens: usize) -> Excerpt {
    let mut excerpt = Excerpt::default();
    let mut room = tokens * BYTES_PER_TOKEN;
    for (table, _) in ranked(schema, question) {
        let (text, withheld) = describe(schema, table, dialect);
        if text.len() > room {
            excerpt.omitted.push(table.name.clone());
            continue;
        }
        room -= text.len();
        excerpt.text.push_str(&text);
        excerpt.tables.push(table.name.clone());
        excerpt.withheld.extend(withheld.into_iter().map(|(column, why)| (table.name.clone(), column, why)));
    }
    excerpt
}

/// The table's lines, and its columns that are not in them.
fn describe(schema: &Schema, table: &Table, dialect: &dyn Dialect) -> (String, Vec<(Name, Withheld)>) {
    let mut text = format!("table {}{}{}\n", title(&table.name), role(table), comment(table.comment.as_deref()));
    let mut hidden = Vec::new();
    for column in table.columns.values() {
        match withheld(column) {
            None => text.push_str(&line(schema, table, column, dialect)),
            Some(why) => hidden.push((column.name.clone(), why)),
        }
    }
    for key in table.foreign_keys().filter(|key| key.columns.len() > 1) {
        if let (Some(columns), Some(target)) = (told_list(table, &key.columns), target(schema, key)) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  ({columns}) -> {target}");
        }
    }
    (text, hidden)
}

fn line(schema: &Schema, table: &Table, column: &Column, dialect: &dyn Dialect) -> String {
    let mut line = format!("  {} {}", word(&column.name), dialect.format_type(&column.data_type));
    line.push_str(&values(schema, column));
    let is_key = table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
    if is_key {
        line.push_str(" primary key");
    }
    if !column.nullable && !is_key {
        line.push_str(" not null");
    }
    for key in table.foreign_keys().filter(|key| key.columns == [column.name.clone()]) {
        if let Some(target) = target(schema, key) {
            let _ = write!(line, " -> {target}");
        }
    }
    line + measure(table, column) + &comment(column.comment.as_deref()) + "\n"
}

/// What a column of an enum may hold: part of the schema, and of no row.
fn values(schema: &Schema, column: &Column) -> String {
    let id = column.data_type.named().map(|name| ObjectId::of(ObjectKind::Enum, name));
    let Some(Object::Enum(enumeration)) = id.and_then(|id| schema.objects.get(&id)) else { return String::new() };
    let values = enumeration.values.iter().take(MOST_VALUES).map(|value| one_line(value, LONGEST_COMMENT));
    format!(" in ({})", values.collect::<Vec<_>>().join(", "))
}

fn measure(table: &Table, column: &Column) -> &'static str {
    let TableRole::Fact(fact) = &table.role else { return "" };
    match fact.measures.iter().find(|measure| measure.column == column.name).map(|measure| measure.additivity) {
        Some(Additivity::Additive) => " measure",
        Some(Additivity::SemiAdditive) => " measure (not to be summed over time)",
        Some(Additivity::NonAdditive) => " measure (not to be summed)",
        None => "",
    }
}

/// Where a foreign key leads, unless that names a column that stays at home.
fn target(schema: &Schema, key: &ForeignKey) -> Option<String> {
    let columns = match schema.table(&key.references) {
        Some(table) => told_list(table, &key.referenced_columns)?,
        None => list(&key.referenced_columns),
    };
    Some(format!("{}({columns})", title(&key.references)))
}

/// The names, if all of them may be told.
fn told_list(table: &Table, names: &[Name]) -> Option<String> {
    let is_told = |name: &Name| table.columns.get(name).is_none_or(|column| withheld(column).is_none());
    names.iter().all(is_told).then(|| list(names))
}

fn role(table: &Table) -> String {
    match &table.role {
        TableRole::Plain => String::new(),
        TableRole::Dimension(dimension) => {
            let history = if dimension.scd == Some(2) { ", a row per version" } else { "" };
            format!(" (dimension{history})")
        }
        TableRole::Fact(fact) => match told_list(table, &fact.grain) {
            Some(grain) if !grain.is_empty() => format!(" (fact, a row per {grain})"),
            Some(_) | None => " (fact)".to_owned(),
        },
    }
}

fn comment(comment: Option<&str>) -> String {
    comment.map_or_else(String::new, |text| format!(" -- {}", one_line(text, LONGEST_COMMENT)))
}

fn list(names: &[Name]) -> String {
    names.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn title(name: &QualifiedName) -> String {
    let namespace = name.namespace.as_ref().map(|namespace| format!("{}.", word(namespace)));
    namespace.unwrap_or_default() + &word(&name.name)
}

/// A name as it is, or in quotes on one line: whoever makes a table may call it anything.
fn word(name: &Name) -> String {
    let is_plain = name.as_str().chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_plain && !name.as_str().is_empty() {
        name.as_str().to_owned()
    } else {
        one_line(name.as_str(), LONGEST_COMMENT)
    }
}
