//! What stands in SQLite's own text of a schema and means nothing, but is kept where something is made anew.

use super::Report;
use super::column::{KeyPart, Place};
use crate::dialect::sqlite::data_type::is_rowid;
use crate::dialect::sqlite::render::index::{is_same_index, spelled_out};
use crate::model::{Column, Index, ObjectKind, Table, Written};
use crate::sql::{Syntax, token_key_with_comments};

/// A column of the primary key that is never NULL, whatever is written: the row's own number, and keys of STRICT tables and of those
/// without rowids ("CREATE TABLE", section 3.5). Whether NOT NULL is written there is no difference.
pub(super) fn not_null(column: &mut Column, place: &Place<'_>) {
    let options = place.options;
    let is_number = place.key == KeyPart::Whole && is_rowid(&column.data_type) && !options.without_rowid;
    if is_number || place.key != KeyPart::None && (options.strict || options.without_rowid) {
        column.nullable = false;
    } else {
        column.not_null = Written::default();
    }
}

/// Keeps the statement that made an index where it says more than follows from the index, such as a comment.
pub(super) fn index(index: &mut Index, table: &Table, report: &mut Report) {
    let Some(written) = index.written.0.take() else { return };
    let spelled = spelled_out(index, &table.name.name);
    if !is_same_index(&written, &spelled) {
        let id = table.id().member(ObjectKind::Index, &index.name);
        report
            .note(id, "the statement in its `definition` makes another index than the keys beside it: the keys count");
    } else if token_key_with_comments(Syntax::Sqlite, &written) != token_key_with_comments(Syntax::Sqlite, &spelled) {
        index.written = Written(Some(written));
    }
}
