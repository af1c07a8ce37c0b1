//! Options of a table: behind CREATE TABLE, and changed by ALTER TABLE.

use super::column::split_names;
use crate::dialect::mysql::option::{self, Shape, TableOption};
use crate::dialect::mysql::{collation, quote};
use crate::model::{Name, Pair, Table, TableOptions};
use crate::sql::mysql::PartitionClause;

/// ` ENGINE=MyISAM DEFAULT CHARSET=latin1 COLLATE=latin1_bin …`, with the comment, the history and the partitions.
pub(super) fn of_table(table: &Table) -> String {
    let parameters = &table.options.parameters;
    let mut text = String::new();
    for option in &option::ALL {
        if let Some(value) = parameters.get(option.name) {
            text.push_str(&assignment(option, value).map_or_else(String::new, |it| format!(" {it}")));
        }
    }
    if let Some(comment) = &table.comment {
        text.push_str(&format!(" COMMENT={}", quote::text(comment)));
    }
    if parameters.contains(option::SYSTEM_VERSIONING) {
        text.push_str(" WITH SYSTEM VERSIONING");
    }
    if let Some(clause) = parameters.get(option::PARTITION_BY) {
        text.push_str(&format!("\nPARTITION BY {}", broken(clause)));
    }
    text
}

/// One partition per line.
fn broken(clause: &str) -> String {
    match PartitionClause::parse(clause) {
        Ok(PartitionClause { head, partitions }) if !partitions.is_empty() => {
            format!("{head} (\n  PARTITION {}\n)", partitions.join(",\n  PARTITION "))
        }
        _ => clause.to_owned(),
    }
}

fn assignment(option: &TableOption, value: &str) -> Option<String> {
    let word = words(option);
    match option.shape {
        Shape::Number | Shape::Word => Some(format!("{word}={value}")),
        Shape::Text => Some(format!("{word}={}", quote::text(value))),
        Shape::Clause if option.name == option::COLLATION => {
            Some(format!("DEFAULT CHARSET={} COLLATE={value}", collation::charset_of(value)))
        }
        Shape::Clause => None,
    }
}

/// As SQL has it: one word for most, two for folders.
fn words(option: &TableOption) -> String {
    option.name.to_ascii_uppercase().replace("_DIRECTORY", " DIRECTORY")
}

/// `PERIOD FOR SYSTEM_TIME (…)`, one of the lines of CREATE TABLE.
pub(super) fn period(options: &TableOptions) -> Option<String> {
    let names = options.parameters.get(option::PERIOD)?;
    let names: Vec<Name> = split_names(names).map(Name::from).collect();
    Some(format!("PERIOD FOR SYSTEM_TIME ({})", quote::list(&names)))
}

/// What differs, as clauses of ALTER TABLE.
pub(super) fn changes(options: Pair<&TableOptions>) -> Vec<String> {
    let Pair { from, to } = options.map(|options| &options.parameters);
    let mut clauses = Vec::new();
    for option in &option::ALL {
        match (from.get(option.name), to.get(option.name)) {
            (before, after) if before == after => {}
            (_, Some(value)) => clauses.extend(assignment(option, value)),
            (Some(_), None) if !option.reset.is_empty() => {
                clauses.push(format!("{}={}", words(option), option.reset));
            }
            (Some(_) | None, None) => {}
        }
    }
    clauses.extend(history(options));
    clauses.extend(partitions(Pair::new(from.get(option::PARTITION_BY), to.get(option::PARTITION_BY))));
    clauses
}

fn history(options: Pair<&TableOptions>) -> Vec<String> {
    let keeps = options.map(|options| options.parameters.contains(option::SYSTEM_VERSIONING));
    let periods = options.map(|options| options.parameters.get(option::PERIOD));
    let mut clauses = Vec::new();
    if periods.differs() && periods.from.is_some() {
        clauses.push("DROP PERIOD FOR SYSTEM_TIME".to_owned());
    }
    if periods.differs() {
        clauses.extend(period(options.to).map(|clause| format!("ADD {clause}")));
    }
    match (keeps.from, keeps.to) {
        (false, true) => clauses.push("ADD SYSTEM VERSIONING".to_owned()),
        (true, false) => clauses.push("DROP SYSTEM VERSIONING".to_owned()),
        (true, true) | (false, false) => {}
    }
    clauses
}

/// Further partitions behind those that are there are added; any other difference spreads the rows anew, so that none is lost.
fn partitions(clauses: Pair<Option<&str>>) -> Option<String> {
    let parse = |clause: &str| PartitionClause::parse(clause).ok();
    match (clauses.from, clauses.to) {
        (from, to) if from == to => None,
        (_, None) => Some("REMOVE PARTITIONING".to_owned()),
        (from, Some(to)) => {
            let parsed = from.and_then(parse).zip(parse(to));
            let added = parsed.as_ref().and_then(|(from, to)| to.added_to(from));
            Some(match added {
                Some(added) => format!("ADD PARTITION (PARTITION {})", added.join(", PARTITION ")),
                None => format!("PARTITION BY {}", broken(to)),
            })
        }
    }
}
