//! Tables.

use super::super::key;
use super::column::KeyPart;
use super::{Report, column, constraint, index};
use crate::dialect::inlined_types::InlinedTypes;
use crate::model::{
    Check, ColumnStorage, Constraint, GeneratedNames, Name, ObjectId, ObjectKind, Parameters, RowSecurity, SqlText,
    Table, TableOptions, TableRole,
};

/// The table as SQLite has it; none for a partition, whose rows live in its parent.
pub(super) fn normalize(mut table: Table, types: &InlinedTypes, report: &mut Report) -> Option<Table> {
    let id = table.id();
    if table.partition_of.is_some() {
        return None;
    }
    if table.partitioning.take().is_some() {
        report.note(id.clone(), "SQLite does not partition tables: this one is kept whole");
    }
    if std::mem::take(&mut table.options.unlogged) {
        report.note(id.clone(), "SQLite has no unlogged tables: this one is kept like any other");
    }
    refuse_options(&mut table, &id, report);
    if std::mem::take(&mut table.options.row_security) != RowSecurity::default() {
        let message = "SQLite has no row-level security: whoever opens the file sees every row";
        report.unsupported(id.clone(), message, "leave `row_security` out of a spec that is meant for SQLite");
    }
    if table.options.foreign.take().is_some() {
        report.unsupported(
            id.clone(),
            "SQLite has no foreign tables",
            "leave it out of a spec that is meant for SQLite",
        );
        return None;
    }
    table.role = TableRole::Plain;
    let checks = normalize_columns(&mut table, &id, types, report);
    let constraints = std::mem::take(&mut table.constraints);
    for constraint in constraints.into_values() {
        if let Some(constraint) = constraint::normalize(constraint, &id, report) {
            table.add_constraint(constraint);
        }
    }
    add_checks(&mut table, checks);
    let indexes = std::mem::take(&mut table.indexes);
    for index in indexes.into_values() {
        if let Some(index) = index::normalize(index, &table, report) {
            table.add_index(index);
        }
    }
    Some(table)
}

/// How PostgreSQL keeps and links tables. What only says how rows are kept is left out with a note.
fn refuse_options(table: &mut Table, id: &ObjectId, report: &mut Report) {
    let TableOptions { strict, without_rowid, ref strict_first, row_security, .. } = table.options;
    let foreign = table.options.foreign.take();
    let strict_first = strict_first.clone();
    let kept = TableOptions { strict, without_rowid, strict_first, row_security, ..TableOptions::default() };
    let mut options = std::mem::replace(&mut table.options, kept);
    if !std::mem::take(&mut options.inherits).is_empty() {
        report.unsupported(
            id.clone(),
            "SQLite has no tables that inherit from others",
            "use a foreign key to the other table, or a view over both",
        );
    }
    let columns_are_plain = normalize_storage(table, id, report);
    if options != table.options || !columns_are_plain {
        report.note(id.clone(), "how PostgreSQL keeps the rows means nothing on SQLite and is left out");
    }
    table.options.foreign = foreign;
}

/// What happens where NULL comes into a column that takes none stays; how PostgreSQL keeps values goes. False where there was any of that.
fn normalize_storage(table: &mut Table, id: &ObjectId, report: &mut Report) -> bool {
    let mut is_plain = true;
    for (name, column) in &mut table.columns {
        column.inherited = false;
        let written = std::mem::take(&mut column.storage);
        match key::conflict(&written.parameters) {
            Ok(word) => column.storage.parameters.extend(word.map(|word| ("on_conflict", word))),
            Err(reason) => {
                let id = id.member(ObjectKind::Column, name);
                report.unsupported(id, reason, "write one of these words");
            }
        }
        let own = |name: &str| name == "on_conflict";
        is_plain &= ColumnStorage { parameters: Parameters::default(), ..written.clone() } == ColumnStorage::default()
            && written.parameters.names().all(own);
    }
    is_plain
}

/// The columns, and the checks that their types stand for.
fn normalize_columns(
    table: &mut Table,
    id: &ObjectId,
    types: &InlinedTypes,
    report: &mut Report,
) -> Vec<(Name, String)> {
    let keys: Vec<Name> = table.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
    let mut checks = Vec::new();
    let options = table.options.clone();
    for (name, column) in &mut table.columns {
        let key = match keys.iter().any(|key| key.as_str().eq_ignore_ascii_case(name.as_str())) {
            true if keys.len() == 1 => KeyPart::Whole,
            true => KeyPart::Part,
            false => KeyPart::None,
        };
        let place = column::Place { table: id, options: &options, key };
        let meant = column::normalize(column, &place, types, report);
        checks.extend(meant.into_iter().map(|check| (name.clone(), check)));
    }
    checks
}

/// Adds checks of columns under the names they would get if somebody wrote them there.
fn add_checks(table: &mut Table, checks: Vec<(Name, String)>) {
    let mut names = GeneratedNames::default();
    table.constraints.keys().for_each(|name| names.reserve(name));
    for (column, expression) in checks {
        let (name, origin) = names.choose(None, &table.name.name, &[&column], "check");
        let expression = super::text::expression(&SqlText::new(expression));
        let check = Check { name, origin, expression, not_valid: false, no_inherit: false, comment: None };
        table.add_constraint(Constraint::Check(check));
    }
}
