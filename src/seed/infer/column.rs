//! The recipe of a column of which a profile says nothing.

use super::dictionary::{COUNTS, Event, LONG_TEXTS, MONEY, SHARES, choice, event, topic};
use crate::model::{Column, ColumnDefault, Literal, Table, TableRole};
use crate::model::{has_word, name_words as words};
use crate::seed::civil::Civil;
use crate::seed::distribution::Distribution;
use crate::seed::generator::{CalendarPart, Spread};
use crate::seed::recipe::Recipe;
use crate::seed::shape::Shape;
use crate::seed::topic::Topic;

/// What is known beside the column itself.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    pub table: &'a Table,
    /// The day that counts as today, from 1970-01-01.
    pub today: i32,
    /// The column that holds the days of a date dimension.
    pub calendar: Option<&'a Column>,
}

/// Years of history in facts and events.
pub const YEARS: i32 = 3;

pub fn column(column: &Column, shape: &Shape, around: Surroundings<'_>) -> Recipe {
    let name = words(column.name.as_str());
    if let Some(calendar) = around.calendar
        && calendar.name != column.name
        && (shape.is_number() || shape.is_text() || *shape == Shape::Boolean)
        && let Some(part) = CalendarPart::of_name(column.name.as_str())
    {
        return Recipe::Calendar { of: calendar.name.clone(), part };
    }
    match shape {
        Shape::Boolean => Recipe::Flag(flag_share(column, &name)),
        Shape::Integer { .. } | Shape::Decimal { .. } | Shape::Float => number(&name, shape),
        Shape::Text { longest, .. } => text(column, &name, *longest, around.table),
        Shape::Date | Shape::Timestamp => {
            behind_start(column, &name, around.table).unwrap_or_else(|| moment(&name, around))
        }
        Shape::Choice(words) => Recipe::Choice(words.iter().map(|word| (word.clone(), 1.0)).collect()),
        Shape::Time
        | Shape::Uuid
        | Shape::Bytes { .. }
        | Shape::Json
        | Shape::Interval
        | Shape::Array(_)
        | Shape::Spelled(_)
        | Shape::Composite(_) => Recipe::Any,
    }
}

/// What is true by default mostly is.
fn flag_share(column: &Column, name: &[String]) -> f64 {
    let default = match &column.default {
        Some(ColumnDefault::Literal(Literal::Boolean(value))) => Some(*value),
        Some(ColumnDefault::Expression(sql)) => {
            match sql.as_str().to_ascii_lowercase().trim_matches(['(', ')', '\'']) {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            }
        }
        Some(ColumnDefault::Literal(_)) | None => None,
    };
    match default {
        Some(true) => 0.9,
        Some(false) => 0.1,
        None if has_word(name, &["active", "enabled", "valid", "current"]) => 0.9,
        None if has_word(name, &["deleted", "disabled", "locked", "archived", "blocked"]) => 0.05,
        None => 0.5,
    }
}

fn number(name: &[String], shape: &Shape) -> Recipe {
    let whole = matches!(shape, Shape::Integer { .. });
    Recipe::Number(if has_word(name, &["year"]) {
        Distribution::Uniform { min: 2_020.0, max: 2_025.0 }
    } else if has_word(name, &["age"]) {
        Distribution::Normal { mean: 42.0, deviation: 14.0 }
    } else if has_word(name, &["month"]) {
        Distribution::Uniform { min: 1.0, max: 12.0 }
    } else if has_word(name, &["day"]) {
        Distribution::Uniform { min: 1.0, max: 28.0 }
    } else if has_word(name, &["latitude", "lat"]) {
        Distribution::Uniform { min: -60.0, max: 70.0 }
    } else if has_word(name, &["longitude", "lon", "lng"]) {
        Distribution::Uniform { min: -180.0, max: 180.0 }
    } else if has_word(name, SHARES) && !whole {
        Distribution::Uniform { min: 0.0, max: 1.0 }
    } else if has_word(name, COUNTS) {
        Distribution::Exponential { mean: 8.0 }
    } else if has_word(name, MONEY) {
        Distribution::LogNormal { median: 250.0, sigma: 1.0 }
    } else if whole {
        Distribution::Uniform { min: 1.0, max: 1_000.0 }
    } else {
        Distribution::LogNormal { median: 50.0, sigma: 0.8 }
    })
}

fn text(column: &Column, name: &[String], longest: Option<u32>, table: &Table) -> Recipe {
    let room = longest.unwrap_or(u32::MAX);
    let table_words = words(table.name.name.as_str());
    let has_room = |topic: Topic| match topic {
        Topic::CountryCode | Topic::Language => room >= 2,
        Topic::Currency => room >= 3,
        Topic::Email | Topic::Url => room >= 16,
        Topic::Country if room < 6 => false,
        _ => room >= 6,
    };
    let is_code = name.last().is_some_and(|last| CODES.contains(&last.as_str()));
    let named = topic(name, &table_words).filter(|topic| has_room(*topic));
    if let Some(topic) = named.filter(|topic| !is_code || CODED.contains(topic)) {
        return Recipe::Fake(topic);
    }
    if room < 6 && has_word(name, &["country"]) && room >= 2 {
        return Recipe::Fake(Topic::CountryCode);
    }
    if let Some(choice) = choice(name).filter(|words| words.iter().all(|(word, _)| word.len() <= room as usize)) {
        return Recipe::Choice(choice);
    }
    if let Some(ColumnDefault::Literal(Literal::Text(default))) = &column.default
        && !default.is_empty()
    {
        return Recipe::Choice(vec![(default.clone(), 1.0)]);
    }
    if has_word(name, LONG_TEXTS) || room > 100 {
        return Recipe::Words;
    }
    if is_code {
        return Recipe::Code { prefix: prefix(name) };
    }
    Recipe::Words
}

/// Last words of names that stand for something else.
const CODES: &[&str] = &["id", "code", "key", "number", "no", "sku", "ref", "reference", "uuid", "guid", "isbn"];
/// Topics that are codes themselves.
const CODED: &[Topic] = &[Topic::CountryCode, Topic::PostalCode, Topic::Currency, Topic::Language, Topic::Phone];

/// `LOAN` for `loan_id`: the first word that says something.
pub fn prefix(name: &[String]) -> String {
    let word = name.iter().find(|word| !["id", "code", "key", "number", "no"].contains(&word.as_str()));
    word.map_or("ID", String::as_str)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(8)
        .collect::<String>()
        .to_ascii_uppercase()
}

/// Days from a start to what comes behind it.
const LONGEST_EVENT: i64 = 60;

/// An end in a table that has a start of the same type: it comes behind that.
fn behind_start(column: &Column, name: &[String], table: &Table) -> Option<Recipe> {
    if event(name) != Some(Event::End) {
        return None;
    }
    let is_start = |other: &&Column| {
        other.data_type == column.data_type && event(&words(other.name.as_str())) == Some(Event::Start)
    };
    let start = table.columns.values().find(is_start)?;
    Some(Recipe::After { column: start.name.clone(), of: None, distance: (1, LONGEST_EVENT), late: None })
}

fn moment(name: &[String], around: Surroundings<'_>) -> Recipe {
    let years = |from: i32, to: i32| {
        let today = Civil::from_days(around.today);
        let day = |back: i32| Civil::new(today.year - back, today.month, today.day.min(28)).days();
        (day(from), day(to))
    };
    let is_fact = matches!(around.table.role, TableRole::Fact(_));
    let (first, end) = if has_word(name, &["birth", "birthday", "dob", "birthdate", "born"]) {
        years(75, 18)
    } else if has_word(name, &["expires", "expiry", "expiration", "due", "until", "end"]) {
        let (_, today) = years(0, 0);
        (today, today + 365)
    } else {
        years(YEARS, 0)
    };
    Recipe::Moment { first, end, spread: if is_fact { Spread::Business } else { Spread::Even } }
}
