//! Tables, put together from the rows of several queries.

use super::catalog::{Catalog, ColumnRow, ForeignKeyRow, IndexKeyRow, TableRow};
use super::shown::Kind;
use super::shown_table::{self, ShownTable};
use super::unmanaged::unmanaged;
use super::{Found, bare, column, comment, constraint, index};
use crate::dialect::Flavor;
use crate::model::{Name, Object, ObjectId, ObjectKind, Table, Unmanaged};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn tables(catalog: &Catalog, flavor: Flavor, hides: &dyn Fn(&str) -> bool, found: &mut Found) {
    let mut tables: BTreeMap<&str, Draft<'_>> = BTreeMap::new();
    for row in catalog.tables.iter().filter(|row| row.is_table() && !hides(&row.name)) {
        let text = catalog.shown.text(Kind::Table, &row.name).unwrap_or_default();
        match shown_table::read(text) {
            Some(shown) => {
                tables.insert(&row.name, Draft::of(row, shown, text));
            }
            None => found.leave(unmanaged(ObjectId::table(&bare(&row.name)).to_string(), text)),
        }
    }
    for row in &catalog.columns {
        if let Some(draft) = tables.get_mut(row.table_name.as_str()) {
            draft.add_column(row, catalog, flavor);
        }
    }
    add_indexes(&mut tables, catalog, flavor);
    add_checks(&mut tables, catalog, flavor);
    add_foreign_keys(&mut tables, catalog);
    for draft in tables.into_values() {
        draft.unmanaged.into_iter().for_each(|unmanaged| found.leave(unmanaged));
        found.add(Object::Table(Box::new(draft.table)));
    }
}

/// A table that is being put together.
struct Draft<'a> {
    table: Table,
    shown: ShownTable,
    text: &'a str,
    unmanaged: BTreeSet<Unmanaged>,
}

/// The period of system versioning; others are an application's own.
const SYSTEM_TIME: &str = "SYSTEM_TIME";

impl<'a> Draft<'a> {
    fn of(row: &TableRow, shown: ShownTable, text: &'a str) -> Self {
        let mut table = Table::new(bare(&row.name));
        table.comment = comment(&row.comment);
        let parameters = &mut table.options.parameters;
        parameters.extend(&shown.options);
        parameters.extend(row.collation.clone().map(|collation| ("collation", collation)));
        parameters.extend(shown.partitioning.clone().map(|text| ("partition_by", text)));
        let system_time = shown.periods.get(SYSTEM_TIME);
        parameters.extend(system_time.map(|columns| ("period", columns.join(", "))));
        let id = table.id();
        let mut draft = Self { table, shown, text, unmanaged: BTreeSet::new() };
        if draft.shown.periods.keys().any(|name| name != SYSTEM_TIME) {
            draft.leave(id, "period");
        }
        draft
    }

    fn add_column(&mut self, row: &ColumnRow, catalog: &Catalog, flavor: Flavor) {
        let mut column = column::column(row, catalog, flavor);
        if column::loses_default(row) {
            self.leave(ObjectId::column(&self.table.name, &column.name), "default");
            column.default = None;
        }
        self.table.add_column(column);
        if row.extra.contains("WITHOUT SYSTEM VERSIONING") {
            let parameters = &mut self.table.options.parameters;
            let before = parameters.get("without_system_versioning").map(|columns| format!("{columns}, "));
            let columns = before.unwrap_or_default() + &row.name;
            parameters.insert("without_system_versioning", columns);
        }
    }

    /// Notes a property that the model has no place for.
    fn leave(&mut self, object: ObjectId, property: &str) {
        self.unmanaged.insert(unmanaged(format!("{object}#{property}"), self.text));
    }

    fn member(&self, kind: ObjectKind, name: &str) -> ObjectId {
        self.table.id().member(kind, &Name::from(name))
    }
}

fn add_indexes(tables: &mut BTreeMap<&str, Draft<'_>>, catalog: &Catalog, flavor: Flavor) {
    let is_same = |a: &IndexKeyRow, b: &IndexKeyRow| (&a.table_name, &a.index_name) == (&b.table_name, &b.index_name);
    for keys in catalog.index_keys.chunk_by(is_same) {
        let Some(draft) = tables.get_mut(keys[0].table_name.as_str()) else { continue };
        let keys: Vec<&IndexKeyRow> = keys.iter().collect();
        match index::index(&keys, &draft.shown, catalog, flavor) {
            Some(index::Found::Constraint(constraint)) => draft.table.add_constraint(constraint),
            Some(index::Found::Index(index)) => draft.table.add_index(index),
            Some(index::Found::Peculiar) | None => {
                let id = draft.member(ObjectKind::Index, &keys[0].index_name);
                draft.unmanaged.insert(unmanaged(id.to_string(), draft.text));
            }
        }
    }
}

fn add_checks(tables: &mut BTreeMap<&str, Draft<'_>>, catalog: &Catalog, flavor: Flavor) {
    for row in &catalog.checks {
        let Some(draft) = tables.get_mut(row.table_name.as_str()) else { continue };
        // That a period ends after it begins is a check of the server's own.
        if draft.shown.periods.contains_key(&row.name) {
            continue;
        }
        let id = draft.member(ObjectKind::Constraint, &row.name);
        if !row.is_enforced {
            draft.leave(id.clone(), "not_enforced");
        }
        // A column's check has the name of its column, which a check of the table may have too.
        if draft.table.constraints.contains_key(row.name.as_str()) {
            draft.unmanaged.insert(unmanaged(id.to_string(), &row.expression));
        } else {
            draft.table.add_constraint(constraint::check(row, catalog, flavor));
        }
    }
}

fn add_foreign_keys(tables: &mut BTreeMap<&str, Draft<'_>>, catalog: &Catalog) {
    let is_same = |a: &ForeignKeyRow, b: &ForeignKeyRow| (&a.table_name, &a.name) == (&b.table_name, &b.name);
    for columns in catalog.foreign_keys.chunk_by(is_same) {
        let Some(draft) = tables.get_mut(columns[0].table_name.as_str()) else { continue };
        let columns: Vec<&ForeignKeyRow> = columns.iter().collect();
        let local = columns.iter().all(|row| row.is_local);
        match constraint::foreign_key(&columns).filter(|_| local) {
            Some(constraint) => draft.table.add_constraint(constraint),
            None => {
                let id = draft.member(ObjectKind::Constraint, &columns[0].name);
                draft.unmanaged.insert(unmanaged(id.to_string(), &columns[0].referenced_database));
            }
        }
    }
}
