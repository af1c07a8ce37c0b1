//! How the server changes a table, and what it keeps others from meanwhile.
//! By what MariaDB 10.11 grants; "Online DDL Operations" in MySQL's manual says the same but where [`Features`] tell.

use super::features::Features;
use super::{cast, collation, data_type, option};
use crate::model::{
    Algorithm, Alteration, Column, ColumnAspect, ColumnDefault, Constraint, Index, Name, ObjectKind, Pair, Table,
    TableChange, TableOptions, Unique,
};
use crate::sql::mysql::PartitionClause;
use crate::sql::{LexemeKind, Syntax, lex};

/// An algorithm, and whether writers wait while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Work {
    pub algorithm: Algorithm,
    pub blocks_writes: bool,
}

pub(super) const INSTANT: Work = Work { algorithm: Algorithm::Instant, blocks_writes: false };
pub(super) const NO_COPY: Work = Work { algorithm: Algorithm::NoCopy, blocks_writes: false };
const NO_COPY_SHARED: Work = Work { algorithm: Algorithm::NoCopy, blocks_writes: true };
const IN_PLACE: Work = Work { algorithm: Algorithm::InPlace, blocks_writes: false };
const IN_PLACE_SHARED: Work = Work { algorithm: Algorithm::InPlace, blocks_writes: true };
/// Nobody gets at the table while it is given further partitions, which are empty.
const ADD_PARTITION: Work = Work { algorithm: Algorithm::Instant, blocks_writes: true };
pub(super) const COPY: Work = Work { algorithm: Algorithm::Copy, blocks_writes: true };

impl Work {
    /// Both at once: the dearer algorithm, and the stronger lock.
    pub fn and(self, other: Self) -> Self {
        Self {
            algorithm: self.algorithm.max(other.algorithm),
            blocks_writes: self.blocks_writes || other.blocks_writes,
        }
    }

    /// The clause that holds the server to it, so that it refuses rather than copies where this table is not like others. Nothing where the
    /// server may choose: it takes the best way there is.
    pub fn clause(self, features: &Features) -> Option<&'static str> {
        match (self.algorithm, self.blocks_writes) {
            (Algorithm::Instant, false) if features.nocopy => Some("ALGORITHM=INSTANT"),
            (Algorithm::NoCopy, false) if features.nocopy => Some("ALGORITHM=NOCOPY, LOCK=NONE"),
            (Algorithm::NoCopy | Algorithm::InPlace, false) => Some("ALGORITHM=INPLACE, LOCK=NONE"),
            (Algorithm::Instant | Algorithm::NoCopy | Algorithm::InPlace | Algorithm::Copy, _) => None,
        }
    }
}

/// What one ALTER TABLE with all of the changes is.
pub(super) fn work(alteration: &Alteration) -> Work {
    let tables = alteration.tables.as_ref();
    let apart = dearest(&alteration.changes, tables);
    apart.and(mixture(&alteration.changes, tables))
}

/// The dearest of the changes, each by itself.
pub(super) fn dearest(changes: &[TableChange], tables: Pair<&Table>) -> Work {
    if [tables.from, tables.to].iter().any(|table| !is_plain_innodb(table)) {
        return COPY;
    }
    let work = changes.iter().map(|change| change_work(change, tables)).fold(INSTANT, Work::and);
    let has_full_text = has_full_text(tables.from) && has_full_text(tables.to);
    if work.algorithm == Algorithm::InPlace && has_full_text { work.and(IN_PLACE_SHARED) } else { work }
}

/// What changes cost only because they are made in one statement.
fn mixture(changes: &[TableChange], tables: Pair<&Table>) -> Work {
    let is = |matches: fn(&TableChange) -> bool| changes.iter().any(matches);
    let moves_virtual = |change: &TableChange| match change {
        TableChange::AddColumn(column) => is_virtual(column),
        TableChange::DropColumn(_) => has_virtual(tables.from),
        _ => false,
    };
    let moved = changes.iter().filter(|change| moves_virtual(change)).count();
    let moves_columns = is(|change| matches!(change, TableChange::AddColumn(_) | TableChange::DropColumn(_)));
    let makes_indexes =
        is(|change| matches!(change, TableChange::AddIndex(_) | TableChange::AddConstraint(Constraint::Unique(_))));
    let full_texts = changes.iter().filter(|change| matches!(change, TableChange::AddIndex(it) if is_full_text(it)));
    // InnoDB makes one index over words at a time, and shifts virtual columns with nothing beside it.
    if full_texts.count() > 1 || moved > 0 && moved < changes.len() {
        COPY
    } else if moves_columns && makes_indexes {
        IN_PLACE
    } else {
        INSTANT
    }
}

pub(super) fn is_virtual(column: &Column) -> bool {
    column.generated.as_ref().is_some_and(|generated| !generated.stored)
}

pub(super) fn has_virtual(table: &Table) -> bool {
    table.columns.values().any(is_virtual)
}

/// Other engines, and tables that keep their history, copy more than this file knows of.
fn is_plain_innodb(table: &Table) -> bool {
    !table.options.parameters.contains(option::ENGINE) && !table.options.parameters.contains(option::SYSTEM_VERSIONING)
}

pub(super) fn change_work(change: &TableChange, tables: Pair<&Table>) -> Work {
    match change {
        TableChange::AddColumn(column) => add_column(column, tables.from).and(around_columns(tables)),
        TableChange::DropColumn(column) => drop_column(column, tables).and(around_columns(tables)),
        TableChange::RenameColumn(_) | TableChange::RenameIndex(_) | TableChange::RenameConstraint(_) => INSTANT,
        TableChange::AlterColumn { columns, aspect } => alter_column(columns.as_ref(), *aspect, tables),
        TableChange::AddConstraint(constraint) => add_constraint(constraint, tables),
        TableChange::DropConstraint(Constraint::PrimaryKey(_)) if tables.to.primary_key().is_some() => IN_PLACE,
        TableChange::DropConstraint(constraint) => drop_constraint(constraint, tables.from),
        TableChange::AddIndex(index) => add_index(index, tables.from),
        TableChange::DropIndex(_) => NO_COPY,
        TableChange::AlterIndex(indexes) if hides_only(indexes.as_ref()) => INSTANT,
        TableChange::AlterIndex(indexes) => add_index(&indexes.to, tables.from),
        TableChange::Comment { kind: ObjectKind::Column, .. } => INSTANT,
        TableChange::Comment { .. } => NO_COPY,
        TableChange::Options(options) => change_options(options.as_ref(), tables.to),
        TableChange::AlterConstraint(_) | TableChange::Partitioning(_) | TableChange::PartitionOf(_) => COPY,
    }
}

/// Whether the indexes differ in nothing but whether queries use them.
pub(super) fn hides_only(indexes: Pair<&Index>) -> bool {
    let shown = indexes.map(|index| Index { hidden: false, ..index.clone() });
    !shown.differs()
}

/// What the table around a column asks for where columns come and go.
fn around_columns(tables: Pair<&Table>) -> Work {
    let is_compressed = |table: &Table| table.options.parameters.get("row_format").is_some_and(|it| it == "COMPRESSED");
    if has_full_text(tables.from) {
        if has_full_text(tables.to) { IN_PLACE_SHARED } else { IN_PLACE }
    } else if is_compressed(tables.from) {
        IN_PLACE
    } else {
        INSTANT
    }
}

fn has_full_text(table: &Table) -> bool {
    table.indexes.values().any(is_full_text)
}

fn is_full_text(index: &Index) -> bool {
    index.method.as_ref().is_some_and(|method| method.as_str() == "fulltext")
}

fn add_column(column: &Column, table: &Table) -> Work {
    match (&column.generated, &column.identity, &column.default) {
        (None, None, _) if has_indexed_virtual(table) && add_plain_column(column) == INSTANT => IN_PLACE_SHARED,
        (Some(generated), _, _) if generated.stored => COPY,
        (Some(_), _, _) => INSTANT,
        (None, _, _) => add_plain_column(column),
    }
}

fn add_plain_column(column: &Column) -> Work {
    match (&column.identity, &column.default) {
        (Some(_), _) => IN_PLACE_SHARED,
        (None, Some(ColumnDefault::Expression(text))) if !is_same_for_all(text.as_str()) => COPY,
        (None, _) => INSTANT,
    }
}

/// Functions that give every row a value of its own, by the server's own word. It takes `rand()` for one value.
const VOLATILE: [&str; 8] =
    ["last_insert_id", "lastval", "nextval", "sys_guid", "uuid", "uuid_short", "uuid_v4", "uuid_v7"];

/// Words that are one value throughout a statement.
const CONSTANT: [&str; 10] = [
    "current_date",
    "current_time",
    "current_timestamp",
    "false",
    "localtime",
    "localtimestamp",
    "null",
    "true",
    "utc_date",
    "utc_timestamp",
];

/// Whether a default is one value for all rows that are there: a constant, the moment, or what functions make of them. A column of the row
/// makes it differ, and so do some functions.
fn is_same_for_all(default: &str) -> bool {
    if default.starts_with("CURRENT_TIMESTAMP") {
        return true;
    }
    let Ok(lexemes) = lex(Syntax::Mysql, default) else { return false };
    lexemes.iter().enumerate().all(|(at, lexeme)| {
        let is_called = lexemes.get(at + 1).is_some_and(|next| next.is_symbol("("));
        match &lexeme.kind {
            LexemeKind::Number | LexemeKind::Text | LexemeKind::Symbol => true,
            LexemeKind::Word(word) if is_called => !VOLATILE.contains(&word.to_ascii_lowercase().as_str()),
            LexemeKind::Word(word) => CONSTANT.iter().any(|it| word.eq_ignore_ascii_case(it)),
            LexemeKind::QuotedName(_) => false,
        }
    })
}

fn drop_column(column: &Column, tables: Pair<&Table>) -> Work {
    let table = tables.from;
    let in_key = table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
    match (in_key, has_indexed_virtual(tables.to), is_indexed(column, table)) {
        (true, _, _) => COPY,
        // What stands behind the column gets another number.
        (false, true, _) => IN_PLACE_SHARED,
        (false, false, true) => NO_COPY,
        (false, false, false) => INSTANT,
    }
}

/// Whether an index holds a column that is computed on reading: InnoDB then knows it by its number among the columns.
fn has_indexed_virtual(table: &Table) -> bool {
    table.columns.values().any(|column| is_virtual(column) && is_indexed(column, table))
}

/// Whether a key or an index of the table holds the column.
pub(super) fn is_indexed(column: &Column, table: &Table) -> bool {
    table.constraints.values().any(|constraint| constraint.columns().contains(&&column.name))
        || table.indexes.values().any(|index| index.keys.iter().any(|key| key.column() == Some(&column.name)))
}

fn alter_column(columns: Pair<&Column>, aspect: ColumnAspect, tables: Pair<&Table>) -> Work {
    let is_stored = |column: &Column| column.generated.as_ref().is_some_and(|generated| generated.stored);
    match aspect {
        ColumnAspect::Type => {
            let bytes = bytes_per_character(columns.from, tables.from);
            let shape = cast::Shape { bytes_per_character: bytes, is_redundant: is_redundant(tables.to) };
            let kept = cast::keeps_storage(columns.map(|column| &column.data_type), shape);
            if kept { INSTANT } else { COPY }
        }
        ColumnAspect::Collation if keeps_charset(columns, tables) => {
            if is_indexed(columns.to, tables.from) {
                NO_COPY
            } else {
                INSTANT
            }
        }
        ColumnAspect::Collation => COPY,
        ColumnAspect::Nullability if columns.to.nullable => IN_PLACE,
        // What is computed and stored would have to be computed again.
        ColumnAspect::Nullability if tables.from.columns.values().any(is_stored) => COPY,
        ColumnAspect::Nullability => IN_PLACE,
        ColumnAspect::Generated
            if is_stored(columns.from) || is_stored(columns.to) || columns.to.generated.is_none() =>
        {
            COPY
        }
        // The entries of its index are other values.
        ColumnAspect::Generated if is_indexed(columns.to, tables.from) => COPY,
        ColumnAspect::Identity if columns.to.identity.is_none() => INSTANT,
        ColumnAspect::Identity | ColumnAspect::Storage | ColumnAspect::Inheritance => COPY,
        ColumnAspect::Generated | ColumnAspect::Default | ColumnAspect::OnUpdate | ColumnAspect::Visibility => INSTANT,
    }
}

/// Whether rows are in InnoDB's oldest format, which counts every length with two bytes.
fn is_redundant(table: &Table) -> bool {
    table.options.parameters.get("row_format").is_some_and(|it| it.eq_ignore_ascii_case("redundant"))
}

fn bytes_per_character(column: &Column, table: &Table) -> Option<u32> {
    collation::bytes_per_character(collation_of(column, table))
}

/// The column's own collation, or the table's.
fn collation_of<'a>(column: &'a Column, table: &'a Table) -> Option<&'a str> {
    let own = column.collation.as_ref().map(|name| name.name.as_str());
    own.or_else(|| table.options.parameters.get(option::COLLATION))
}

/// Whether the bytes mean the same characters before and after. A collation's name starts with its character set.
fn keeps_charset(columns: Pair<&Column>, tables: Pair<&Table>) -> bool {
    let charset =
        |column, table| collation_of(column, table).map(|it: &str| it.split('_').next().unwrap_or(it).to_owned());
    let charsets = Pair::new(charset(columns.from, tables.from), charset(columns.to, tables.to));
    charsets.from.is_some() && !charsets.differs()
}

fn add_constraint(constraint: &Constraint, tables: Pair<&Table>) -> Work {
    match constraint {
        // The rows are in the order of these columns already.
        Constraint::PrimaryKey(key) if order_of_rows(tables.from).is_some_and(|it| it.columns == key.columns) => {
            NO_COPY
        }
        // Also where it takes the place of another one.
        Constraint::PrimaryKey(_) => IN_PLACE,
        // Over a long text it is a hash in a hidden column.
        Constraint::Unique(unique) if holds_long_text(unique.columns.iter(), tables.to) => COPY,
        // Of a column that comes along: the table is made anew in place anyway.
        Constraint::Unique(unique) if unique.columns.iter().all(|name| !tables.from.columns.contains_key(name)) => {
            NO_COPY
        }
        // The first that can order the rows takes the place of numbers that nobody sees.
        Constraint::Unique(unique) if orders_rows(unique, tables.to) && order_of_rows(tables.from).is_none() => {
            IN_PLACE
        }
        Constraint::Unique(_) => NO_COPY,
        Constraint::Check(check) if is_of_column(&check.name, tables.to) => INSTANT,
        Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => COPY,
    }
}

fn holds_long_text<'a>(mut columns: impl Iterator<Item = &'a Name>, table: &Table) -> bool {
    columns.any(|name| table.columns.get(name).is_some_and(|column| data_type::needs_prefix(&column.data_type)))
}

/// Whether the check stands in the definition of a column, whose name it then has: rows that are there are not put to it.
fn is_of_column(check: &Name, table: &Table) -> bool {
    table.columns.contains_key(check)
}

/// Without a primary key InnoDB keeps the rows in the order of the first unique key that holds no NULL.
fn orders_rows(unique: &Unique, table: &Table) -> bool {
    let holds_no_null = |name: &Name| table.columns.get(name).is_some_and(|column| !column.nullable);
    table.primary_key().is_none() && unique.columns.iter().all(holds_no_null)
}

/// The unique key that rows are in the order of, for want of a primary key.
fn order_of_rows(table: &Table) -> Option<&Unique> {
    table.constraints.values().find_map(|constraint| match constraint {
        Constraint::Unique(unique) if orders_rows(unique, table) => Some(unique),
        Constraint::Unique(_)
        | Constraint::PrimaryKey(_)
        | Constraint::Check(_)
        | Constraint::ForeignKey(_)
        | Constraint::Exclude(_) => None,
    })
}

fn drop_constraint(constraint: &Constraint, table: &Table) -> Work {
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Exclude(_) => COPY,
        Constraint::Unique(unique) if orders_rows(unique, table) => COPY,
        Constraint::Unique(_) => NO_COPY,
        Constraint::Check(_) | Constraint::ForeignKey(_) => INSTANT,
    }
}

fn add_index(index: &Index, table: &Table) -> Work {
    match index.method.as_ref().map(|method| method.as_str()) {
        // The hidden column that numbers the rows for it is there already.
        Some("fulltext") if has_full_text(table) => NO_COPY_SHARED,
        Some("fulltext") => IN_PLACE_SHARED,
        Some("spatial") => NO_COPY_SHARED,
        // Unique by a hash, which is a hidden column.
        Some("hash") if index.unique => COPY,
        _ => NO_COPY,
    }
}

fn only_adds_partitions(options: Pair<&TableOptions>) -> bool {
    let clauses =
        options.map(|it| it.parameters.get(option::PARTITION_BY).and_then(|it| PartitionClause::parse(it).ok()));
    matches!((clauses.from, clauses.to), (Some(from), Some(to)) if to.added_to(&from).is_some())
}

/// Options that InnoDB keeps and makes nothing of, or of rows to come alone.
const HINTS: [&str; 6] = ["avg_row_length", "checksum", "delay_key_write", "max_rows", "min_rows", "pack_keys"];

/// Whether the column's characters are those of the table's own set.
fn follows_table(column: &Column) -> bool {
    column.collation.is_none() && data_type::has_collation(&column.data_type)
}

fn change_options(options: Pair<&TableOptions>, table: &Table) -> Work {
    let changed = |name: &str| options.map(|it| it.parameters.get(name)).differs();
    let names = options.from.parameters.names().chain(options.to.parameters.names());
    names.filter(|name| changed(name)).fold(INSTANT, |work, name| {
        work.and(match name {
            option::COLLATION if table.columns.values().any(follows_table) => COPY,
            option::COLLATION => INSTANT,
            option::PARTITION_BY if only_adds_partitions(options) => ADD_PARTITION,
            // Older servers compress the pages that are written from then on, at once; MariaDB 10.11.19 writes all of them again.
            "page_compressed" => IN_PLACE,
            "row_format" | "key_block_size" | "encrypted" | "encryption_key_id" => IN_PLACE,
            name if name.starts_with("stats_") || HINTS.contains(&name) => INSTANT,
            _ => COPY,
        })
    })
}

#[cfg(test)]
mod tests;
