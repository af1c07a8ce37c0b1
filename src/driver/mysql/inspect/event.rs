//! Events: statements that the server runs by the clock, kept by their whole definition.

use super::catalog::{Catalog, EventRow};
use super::session::Kept;
use super::shown::Kind;
use super::unmanaged::unmanaged;
use super::{Found, bare};
use crate::driver::Definers;
use crate::model::{Definition, DefinitionKind, Firing, Object, SqlText};

pub(super) fn events(catalog: &Catalog, definers: Definers, found: &mut Found) {
    for row in &catalog.events {
        match catalog.shown.text(Kind::Event, &row.name) {
            Some(shown) => found.add(Object::Definition(event(row, shown, catalog, definers))),
            None => found.leave(unmanaged(format!("event:{}", row.name), "")),
        }
    }
}

fn event(row: &EventRow, shown: &str, catalog: &Catalog, definers: Definers) -> Definition {
    let kept = Kept {
        sql_mode: Some(&row.sql_mode),
        time_zone: Some(&row.time_zone),
        character_set_client: &row.character_set_client,
        collation_connection: &row.collation_connection,
    };
    Definition {
        kind: DefinitionKind::Event,
        name: bare(&row.name),
        signature: String::new(),
        table: None,
        definition: SqlText::new(definers.of_statement(shown)),
        // Written in the definition.
        firing: Firing::default(),
        settings: kept.unlike(&catalog.session),
        comment: None,
    }
}
