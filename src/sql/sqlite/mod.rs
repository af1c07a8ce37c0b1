//! The CREATE statements that SQLite keeps in `sqlite_schema`, taken apart.
//!
//! SQLite's catalog is its own source text: names of constraints, checks, generation expressions, collations and conflict clauses
//! stand nowhere else. The readers here follow SQLite's grammar (`parse.y`) for what it has already accepted once; a text they
//! cannot read is an error, never a guess.

mod clause;
mod index;
mod key;
mod table;
mod view;
mod virtual_table;

pub use clause::{Clause, ClauseBody, Reference};
pub use index::{CreateIndex, IndexedTerm, IndexedValue, read_create_index};
pub use key::{KeyColumn, read_key_columns};
pub use table::{ColumnDefinition, CreateTable, read_create_table};
pub use view::{CreateView, read_create_view};
pub use virtual_table::{CreateVirtualTable, read_create_virtual_table};

use crate::sql::{Cursor, ReadError};

/// `name` or `namespace.name`: the last part.
fn object_name(cursor: &mut Cursor<'_>) -> Result<String, ReadError> {
    let first = cursor.identifier()?;
    if cursor.take_symbol(".") { cursor.identifier() } else { Ok(first) }
}
