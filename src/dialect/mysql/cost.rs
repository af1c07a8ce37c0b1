//! What a step costs while it runs: how the server changes the table, and what it keeps others from meanwhile.
//! By what MariaDB 10.11 grants; "Online DDL Operations" in MySQL's manual says the same but where [`Features`] tell.

use super::features::Features;
use super::{cast, collation, data_type, option};
use crate::dialect::Cost;
use crate::model::{
    Alteration, Column, ColumnAspect, ColumnDefault, Constraint, Index, LockMode, Name, Object, ObjectKind, Pair, Step,
    Table, TableChange, TableOptions, Unique,
};
use crate::sql::mysql::PartitionClause;
use crate::sql::{LexemeKind, Syntax, lex};

/// How the server changes a table, cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    /// The catalog alone.
    Instant,
    /// Indexes alone.
    NoCopy,
    /// All rows, inside of the engine.
    InPlace,
    /// All rows, into a new table.
    Copy,
}

/// An algorithm, and whether writers wait while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Work {
    pub algorithm: Algorithm,
    pub blocks_writes: bool,
}

const INSTANT: Work = Work { algorithm: Algorithm::Instant, blocks_writes: false };
const NO_COPY: Work = Work { algorithm: Algorithm::NoCopy, blocks_writes: false };
const NO_COPY_SHARED: Work = Work { algorithm: Algorithm::NoCopy, blocks_writes: true };
const IN_PLACE: Work = Work { algorithm: Algorithm::InPlace, blocks_writes: false };
const IN_PLACE_SHARED: Work = Work { algorithm: Algorithm::InPlace, blocks_writes: true };
/// Nobody gets at the table while it is given further partitions, which are empty.
const ADD_PARTITION: Work = Work { algorithm: Algorithm::Instant, blocks_writes: true };
const COPY: Work = Work { algorithm: Algorithm::Copy, blocks_writes: true };

impl Work {
    /// Both at once: the dearer algorithm, and the stronger lock.
    fn and(self, other: Self) -> Self {
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

    fn cost(self) -> Cost {
        Cost {
            // Without a lock there is still one for a moment at either end, which waits for what is running.
            lock: if self.blocks_writes { LockMode::Share } else { LockMode::ShareUpdateExclusive },
            rewrites: self.algorithm >= Algorithm::InPlace,
            scans: self.algorithm >= Algorithm::NoCopy,
        }
    }
}

pub(super) fn step(step: &Step) -> Cost {
    let only = |lock| Cost { lock, rewrites: false, scans: false };
    match step {
        Step::Create(object) | Step::Drop(object) => only(lock_of(object, matches!(step, Step::Drop(_)))),
        Step::Rename(_) => only(LockMode::AccessExclusive),
        Step::Alter(objects) | Step::Replace(objects) => only(lock_of(&objects.to, false)),
        Step::Comment { .. } => INSTANT.cost(),
        Step::AlterTable { change, .. } => alone(change).cost(),
        Step::AlterTogether(alteration) => work(alteration).cost(),
        Step::Rebuild(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::SwapEnum { .. }
        | Step::Owner { .. }
        | Step::Privileges { .. } => COPY.cost(),
    }
}

fn lock_of(object: &Object, drops: bool) -> LockMode {
    match object {
        Object::Table(_) if drops => LockMode::AccessExclusive,
        Object::Trigger(_) => LockMode::AccessExclusive,
        Object::Table(_)
        | Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => LockMode::None,
    }
}

/// Foreign keys come and go alone.
fn alone(change: &TableChange) -> Work {
    match change {
        TableChange::DropConstraint(Constraint::ForeignKey(_)) => INSTANT,
        _ => COPY,
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
    let has_full_text = tables.from.indexes.values().any(is_full_text);
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

fn change_work(change: &TableChange, tables: Pair<&Table>) -> Work {
    match change {
        TableChange::AddColumn(column) => add_column(column).and(around_columns(tables)),
        TableChange::DropColumn(column) => drop_column(column, tables).and(around_columns(tables)),
        TableChange::RenameColumn(_) | TableChange::RenameIndex(_) | TableChange::RenameConstraint(_) => INSTANT,
        TableChange::AlterColumn { columns, aspect } => alter_column(columns.as_ref(), *aspect, tables),
        TableChange::AddConstraint(constraint) => add_constraint(constraint, tables),
        TableChange::DropConstraint(constraint) => drop_constraint(constraint, tables.from),
        TableChange::AddIndex(index) => add_index(index),
        TableChange::DropIndex(_) => NO_COPY,
        TableChange::AlterIndex(indexes) if hides_only(indexes.as_ref()) => INSTANT,
        TableChange::AlterIndex(indexes) => add_index(&indexes.to),
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
    if tables.from.indexes.values().any(is_full_text) {
        IN_PLACE_SHARED
    } else if is_compressed(tables.from) {
        IN_PLACE
    } else {
        INSTANT
    }
}

fn is_full_text(index: &Index) -> bool {
    index.method.as_ref().is_some_and(|method| method.as_str() == "fulltext")
}

fn add_column(column: &Column) -> Work {
    match (&column.generated, &column.identity, &column.default) {
        (Some(generated), _, _) if generated.stored => COPY,
        (Some(_), _, _) => INSTANT,
        (None, Some(_), _) => IN_PLACE_SHARED,
        (None, None, Some(ColumnDefault::Expression(text))) if !is_same_for_all(text.as_str()) => COPY,
        (None, None, _) => INSTANT,
    }
}

/// Whether a default is one value for all rows that are there: a constant, or the moment.
fn is_same_for_all(default: &str) -> bool {
    if default.starts_with("CURRENT_TIMESTAMP") {
        return true;
    }
    let Ok(lexemes) = lex(Syntax::Mysql, default) else { return false };
    let is_constant = |kind: &LexemeKind| matches!(kind, LexemeKind::Number | LexemeKind::Text);
    match &lexemes[..] {
        [only] => is_constant(&only.kind) || only.is_word("true") || only.is_word("false"),
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && is_constant(&number.kind),
        _ => false,
    }
}

fn drop_column(column: &Column, tables: Pair<&Table>) -> Work {
    let table = tables.from;
    let in_key = table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
    let moves_computed = has_indexed_virtual(table) || has_indexed_virtual(tables.to);
    match (in_key || moves_computed, is_indexed(column, table)) {
        (true, _) => COPY,
        (false, true) => NO_COPY,
        (false, false) => INSTANT,
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
            let kept = cast::keeps_storage(columns.map(|column| &column.data_type), bytes);
            if kept { INSTANT } else { COPY }
        }
        ColumnAspect::Collation => COPY,
        ColumnAspect::Nullability if columns.to.nullable => IN_PLACE,
        ColumnAspect::Nullability => COPY,
        ColumnAspect::Generated
            if is_stored(columns.from) || is_stored(columns.to) || columns.to.generated.is_none() =>
        {
            COPY
        }
        ColumnAspect::Identity | ColumnAspect::Storage | ColumnAspect::Inheritance => COPY,
        ColumnAspect::Generated | ColumnAspect::Default | ColumnAspect::OnUpdate | ColumnAspect::Visibility => INSTANT,
    }
}

fn bytes_per_character(column: &Column, table: &Table) -> Option<u32> {
    let own = column.collation.as_ref().map(|name| name.name.as_str());
    let of_table = table.options.parameters.get(option::COLLATION);
    collation::bytes_per_character(own.or(of_table))
}

fn add_constraint(constraint: &Constraint, tables: Pair<&Table>) -> Work {
    match constraint {
        Constraint::PrimaryKey(_) if tables.from.primary_key().is_none() => IN_PLACE,
        // Over a long text it is a hash in a hidden column.
        Constraint::Unique(unique) if holds_long_text(unique.columns.iter(), tables.to) => COPY,
        Constraint::Unique(unique) if orders_rows(unique, tables.to) || orders_rows(unique, tables.from) => COPY,
        Constraint::Unique(_) => NO_COPY,
        Constraint::Check(check) if is_of_new_column(&check.name, tables) => INSTANT,
        Constraint::PrimaryKey(_) | Constraint::Check(_) | Constraint::ForeignKey(_) | Constraint::Exclude(_) => COPY,
    }
}

fn holds_long_text<'a>(mut columns: impl Iterator<Item = &'a Name>, table: &Table) -> bool {
    columns.any(|name| table.columns.get(name).is_some_and(|column| data_type::needs_prefix(&column.data_type)))
}

/// Whether the check stands in the definition of a column that is added along with it.
fn is_of_new_column(check: &Name, tables: Pair<&Table>) -> bool {
    tables.to.columns.contains_key(check) && !tables.from.columns.contains_key(check)
}

/// Without a primary key InnoDB keeps the rows in the order of the first unique key that holds no NULL.
fn orders_rows(unique: &Unique, table: &Table) -> bool {
    let holds_no_null = |name: &Name| table.columns.get(name).is_some_and(|column| !column.nullable);
    table.primary_key().is_none() && unique.columns.iter().all(holds_no_null)
}

fn drop_constraint(constraint: &Constraint, table: &Table) -> Work {
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Exclude(_) => COPY,
        Constraint::Unique(unique) if orders_rows(unique, table) => COPY,
        Constraint::Unique(_) => NO_COPY,
        Constraint::Check(_) | Constraint::ForeignKey(_) => INSTANT,
    }
}

fn add_index(index: &Index) -> Work {
    match index.method.as_ref().map(|method| method.as_str()) {
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

fn change_options(options: Pair<&TableOptions>, table: &Table) -> Work {
    let changed = |name: &str| options.map(|it| it.parameters.get(name)).differs();
    let names = options.from.parameters.names().chain(options.to.parameters.names());
    names.filter(|name| changed(name)).fold(INSTANT, |work, name| {
        work.and(match name {
            option::COLLATION if table.columns.values().any(|it| data_type::has_collation(&it.data_type)) => COPY,
            option::COLLATION => INSTANT,
            option::PARTITION_BY if only_adds_partitions(options) => ADD_PARTITION,
            "row_format" | "key_block_size" => IN_PLACE,
            name if name.starts_with("stats_") || name == "min_rows" || name == "max_rows" => INSTANT,
            _ => COPY,
        })
    })
}

#[cfg(test)]
mod tests;
