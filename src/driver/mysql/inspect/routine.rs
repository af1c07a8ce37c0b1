//! Functions and procedures, which are kept by their whole definition.

use super::catalog::{Catalog, RoutineRow};
use super::session::Kept;
use super::shown::Kind;
use super::unmanaged::unmanaged;
use super::{Found, bare};
use crate::driver::Definers;
use crate::model::{Function, FunctionKind, Object, SqlText};

pub(super) fn routines(catalog: &Catalog, definers: Definers, found: &mut Found) {
    for row in &catalog.routines {
        let shown = Kind::of_routine(&row.kind).and_then(|kind| catalog.shown.text(kind, &row.name));
        let function = shown.map(|shown| Object::Function(routine(row, shown, catalog, definers)));
        match function.filter(|function| !found.schema.objects.contains_key(&function.id())) {
            Some(function) => found.add(function),
            // A package, a text that this user may not read, or a procedure that shares the name of a function.
            None => {
                let kind = row.kind.to_ascii_lowercase().replace(' ', "_");
                found.leave(unmanaged(format!("{kind}:{}", row.name), shown.unwrap_or_default()));
            }
        }
    }
}

/// Names are not overloaded: no arguments are needed to tell two functions apart.
fn routine(row: &RoutineRow, shown: &str, catalog: &Catalog, definers: Definers) -> Function {
    let kept = Kept {
        sql_mode: Some(&row.sql_mode),
        time_zone: None,
        character_set_client: &row.character_set_client,
        collation_connection: &row.collation_connection,
    };
    Function {
        name: bare(&row.name),
        kind: if row.kind == "PROCEDURE" { FunctionKind::Procedure } else { FunctionKind::Function },
        arguments: String::new(),
        definition: SqlText::new(definers.of_statement(shown)),
        returns: String::new(),
        settings: kept.unlike(&catalog.session),
        // Written in the definition.
        comment: None,
    }
}
