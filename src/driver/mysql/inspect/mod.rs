//! A schema read from the catalog: one query per kind of object, and SHOW CREATE for what only it tells.

mod catalog;
mod column;
mod constraint;
mod definer;
mod event;
mod index;
mod own_database;
mod routine;
mod sequence;
mod session;
mod shown;
mod shown_table;
mod table;
mod trigger;
mod unmanaged;
mod view;

use super::connection::Connection;
use crate::driver::{DriverError, Scope};
use crate::model::{Name, Object, QualifiedName, Schema, Unmanaged};
use catalog::Catalog;

pub(super) async fn schema(connection: &mut Connection, scope: &Scope) -> Result<Schema, DriverError> {
    let catalog = Catalog::read(connection).await?;
    let flavor = connection.version().flavor;
    let hides = |name: &str| scope.hides(&Name::from(name));
    let mut found = Found::default();
    table::tables(&catalog, flavor, &hides, &mut found);
    sequence::sequences(&catalog, &hides, &mut found);
    view::views(&catalog, scope.definers, &mut found);
    routine::routines(&catalog, scope.definers, &mut found);
    trigger::triggers(&catalog, &hides, scope.definers, &mut found);
    event::events(&catalog, scope.definers, &mut found);
    Ok(found.schema)
}

/// What was found so far.
#[derive(Default)]
struct Found {
    schema: Schema,
}

impl Found {
    fn add(&mut self, object: Object) {
        self.schema.insert(object);
    }

    fn leave(&mut self, unmanaged: Unmanaged) {
        self.schema.unmanaged.insert(unmanaged);
    }
}

fn bare(name: &str) -> QualifiedName {
    QualifiedName::bare(name)
}

/// An empty comment is none.
fn comment(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
