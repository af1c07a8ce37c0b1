//! Events: jobs that the server runs by itself.

use super::Found;
use super::catalog::Catalog;
use super::shown::Kind;
use super::statement;
use super::unmanaged::unmanaged;

pub(super) fn events(catalog: &Catalog, found: &mut Found) {
    for row in &catalog.events {
        let shown = catalog.shown.text(Kind::Event, &row.name).unwrap_or_default();
        found.leave(unmanaged(format!("event:{}", row.name), &statement::read(shown).text));
    }
}
