//! Constraints from their clauses, under the names they have or would get.

use crate::dialect::Sqlite;
use crate::model::{
    Check, Constraint, DataType, Deferrable, ForeignKey, GeneratedNames, IndexStorage, MatchKind, Name, NameOrigin,
    PrimaryKey, QualifiedName, Reference, SqlText, Table, Unique, Written,
};
use crate::sql::sqlite::{Clause, ClauseBody, KeyColumn, Reference as ReferenceClause};

/// A clause, and the column in whose definition it stands.
pub(super) struct Placed<'a> {
    pub clause: &'a Clause,
    pub column: Option<Name>,
}

impl Placed<'_> {
    fn is_constraint(&self) -> bool {
        match self.clause.body {
            ClauseBody::PrimaryKey { .. }
            | ClauseBody::Unique { .. }
            | ClauseBody::Check { .. }
            | ClauseBody::ForeignKey { .. } => true,
            ClauseBody::NotNull
            | ClauseBody::Null
            | ClauseBody::Default(_)
            | ClauseBody::Collate(_)
            | ClauseBody::Generated { .. } => false,
        }
    }
}

/// Adds the constraints to the table. None where one names a column that is not there.
pub(super) fn add_all(table: &mut Table, written: &[Placed<'_>]) -> Option<()> {
    let mut names = GeneratedNames::default();
    let constraints: Vec<&Placed<'_>> = written.iter().filter(|written| written.is_constraint()).collect();
    for name in constraints.iter().filter_map(|written| written.clause.name.as_deref()) {
        names.reserve(&name.into());
    }
    for written in constraints {
        let constraint = read(written, table, &mut names)?;
        table.add_constraint(constraint);
    }
    Some(())
}

fn read(written: &Placed<'_>, table: &Table, names: &mut GeneratedNames) -> Option<Constraint> {
    // SQLite lets two constraints share a name; the second one counts as unnamed here.
    let name = written.clause.name.as_deref().map(Name::from).filter(|name| !table.constraints.contains_key(name));
    let mut choose = |columns: &[Name], suffix: &str| {
        names.choose(name.clone(), &table.name.name, &columns.iter().collect::<Vec<_>>(), suffix)
    };
    match &written.clause.body {
        ClauseBody::PrimaryKey { keys, .. } => {
            let storage = storage(written.clause, if is_descending_number(written, table) { &[] } else { keys });
            Some(primary_key(choose(&[], "pkey"), key_columns(keys, table)?, storage))
        }
        ClauseBody::Unique { keys } => {
            let columns = key_columns(keys, table)?;
            Some(unique(choose(&columns, "key"), columns, storage(written.clause, keys)))
        }
        ClauseBody::Check { expression } => Some(check(choose(written.column.as_slice(), "check"), expression)),
        ClauseBody::ForeignKey { columns, reference } => {
            let columns = columns.iter().map(|name| spelled(name, table)).collect::<Option<Vec<_>>>()?;
            Some(foreign_key(choose(&columns, "fkey"), columns, reference))
        }
        ClauseBody::NotNull
        | ClauseBody::Null
        | ClauseBody::Default(_)
        | ClauseBody::Collate(_)
        | ClauseBody::Generated { .. } => None,
    }
}

/// `INTEGER PRIMARY KEY DESC` in a column's definition: a key that for historical reasons is not the row's own number, and that no other
/// spelling makes.
pub(super) fn is_descending_number(written: &Placed<'_>, table: &Table) -> bool {
    let ClauseBody::PrimaryKey { keys, .. } = &written.clause.body else { return false };
    let column = written.column.as_ref().and_then(|name| table.columns.get(name));
    column.is_some_and(|column| column.data_type == DataType::Int) && keys.iter().any(|key| key.descending)
}

fn storage(clause: &Clause, keys: &[KeyColumn]) -> IndexStorage {
    Sqlite::key_storage(keys, clause.on_conflict.as_deref())
}

fn key_columns(keys: &[KeyColumn], table: &Table) -> Option<Vec<Name>> {
    keys.iter().map(|key| spelled(&key.name, table)).collect()
}

/// The column as its definition spells it.
fn spelled(name: &str, table: &Table) -> Option<Name> {
    table.columns.keys().find(|column| column.as_str().eq_ignore_ascii_case(name)).cloned()
}

fn primary_key((name, origin): (Name, NameOrigin), columns: Vec<Name>, storage: IndexStorage) -> Constraint {
    Constraint::PrimaryKey(PrimaryKey {
        name,
        origin,
        columns,
        include: Vec::new(),
        storage,
        deferrable: Deferrable::No,
        comment: None,
    })
}

fn unique((name, origin): (Name, NameOrigin), columns: Vec<Name>, storage: IndexStorage) -> Constraint {
    Constraint::Unique(Unique {
        name,
        origin,
        columns,
        include: Vec::new(),
        nulls_not_distinct: false,
        storage,
        deferrable: Deferrable::No,
        comment: None,
    })
}

fn check((name, origin): (Name, NameOrigin), expression: &str) -> Constraint {
    let expression = SqlText::new(expression);
    Constraint::Check(Check { name, origin, expression, not_valid: false, no_inherit: false, comment: None })
}

fn foreign_key((name, origin): (Name, NameOrigin), columns: Vec<Name>, reference: &ReferenceClause) -> Constraint {
    let table = QualifiedName::bare(reference.table.as_str());
    let referenced: Vec<Name> = reference.columns.iter().map(|column| Name::from(column.as_str())).collect();
    Constraint::ForeignKey(ForeignKey {
        name,
        origin,
        columns,
        references: table.clone(),
        referenced_columns: referenced.clone(),
        written: Written(Some(Reference { table, columns: referenced })),
        on_delete: reference.on_delete,
        on_delete_columns: Vec::new(),
        on_update: reference.on_update,
        // Whatever stands behind MATCH, SQLite does this.
        match_kind: MatchKind::Simple,
        deferrable: reference.deferrable,
        not_valid: false,
        comment: None,
    })
}
