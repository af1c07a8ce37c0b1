//! Foreign keys, whose other side is looked up.

use super::Lowering;
use super::constraint::{Members, deferrable};
use super::draft::Directory;
use crate::diagnostic::Diagnostic;
use crate::model::{Constraint, Deferrable, ForeignKey, MatchKind, Name, Reference, ReferentialAction, Written};
use crate::spec::document::ForeignKeyDocument;
use crate::spec::read::{Keyword, ReferenceText, Spanned};

impl Lowering<'_> {
    pub fn foreign_key(&mut self, document: &ForeignKeyDocument, members: &mut Members<'_>, directory: &Directory) {
        let Some(columns) = self.foreign_key_columns(document) else { return };
        self.known_columns(members.table, columns);
        let key = self.resolved(columns, &document.references, members, directory, document.name.as_ref());
        let Some(mut key) = key else { return };
        let action = |keyword: Option<Keyword<ReferentialAction>>| keyword.map(|Keyword(it)| it).unwrap_or_default();
        key.on_delete = action(document.on_delete);
        key.on_delete_columns = self.on_delete_columns(document, &key);
        key.on_update = action(document.on_update);
        key.match_kind = document.r#match.map(|Keyword(kind)| kind).unwrap_or_default();
        key.deferrable = deferrable(document.deferrable);
        key.not_valid = document.not_valid.unwrap_or_default();
        key.comment.clone_from(&document.comment);
        let span = document.name.as_ref().map_or(&document.references.span, |name| &name.span);
        self.add(members, Constraint::ForeignKey(key), span, document.was.as_ref());
    }

    /// Some of the key's own columns, where deleting sets them to something.
    fn on_delete_columns(&mut self, document: &ForeignKeyDocument, key: &ForeignKey) -> Vec<Name> {
        let Some(written) = &document.on_delete_columns else { return Vec::new() };
        let sets = matches!(key.on_delete, ReferentialAction::SetNull | ReferentialAction::SetDefault);
        if !sets {
            let diagnostic = Diagnostic::error("misplaced-key", "only `set null` and `set default` are about columns")
                .at(written.span.clone(), "without them nothing happens to these columns")
                .help("write `on_delete: set null`, or leave the key out");
            self.report(diagnostic);
        }
        for name in written.value.0.iter().filter(|name| !key.columns.contains(&name.value)) {
            let diagnostic =
                Diagnostic::error("invalid-reference", format!("`{}` is no column of this key", name.value))
                    .at(name.span.clone(), "not among its `columns`");
            self.report(diagnostic);
        }
        written.value.names()
    }

    /// `column:` or `columns:`, one of them.
    fn foreign_key_columns<'d>(&mut self, document: &'d ForeignKeyDocument) -> Option<&'d [Spanned<Name>]> {
        match (&document.column, &document.columns) {
            (Some(columns), None) | (None, Some(columns)) => Some(&columns.0),
            (Some(_), Some(_)) => {
                let diagnostic = Diagnostic::error("conflicting-keys", "`column` and `columns` mean the same")
                    .at(document.references.span.clone(), "in this foreign key")
                    .help("keep one of them");
                self.report(diagnostic);
                None
            }
            (None, None) => {
                let diagnostic = Diagnostic::error("missing-key", "the key `columns` is missing")
                    .at(document.references.span.clone(), "`columns:` is due in this foreign key");
                self.report(diagnostic);
                None
            }
        }
    }

    /// A foreign key without anything special, its target looked up.
    pub fn resolved(
        &mut self,
        columns: &[Spanned<Name>],
        reference: &Spanned<ReferenceText>,
        members: &mut Members<'_>,
        directory: &Directory,
        name: Option<&Spanned<Name>>,
    ) -> Option<ForeignKey> {
        let ReferenceText { table, columns: written } = &reference.value;
        let referenced_columns = match directory.find(table) {
            Some(target) if written.is_empty() => target.primary_key.clone(),
            Some(target) => {
                for column in written {
                    let column = Spanned { value: column.clone(), span: reference.span.clone() };
                    self.check_column(&target.columns, &table.name, &column);
                }
                written.clone()
            }
            None if self.is_unmanaged(table) => written.clone(),
            None => {
                self.unknown_table(table, &reference.span, directory);
                return None;
            }
        };
        if referenced_columns.len() != columns.len() {
            let diagnostic = unequal_sides(columns.len(), &referenced_columns, reference);
            self.report(diagnostic);
            return None;
        }
        let columns: Vec<Name> = columns.iter().map(|column| column.value.clone()).collect();
        let (name, origin) = members.name(name, &columns, "fkey");
        Some(ForeignKey {
            name,
            origin,
            columns,
            references: table.clone(),
            referenced_columns,
            written: Written(Some(Reference { table: table.clone(), columns: written.clone() })),
            on_delete: ReferentialAction::default(),
            on_delete_columns: Vec::new(),
            on_update: ReferentialAction::default(),
            match_kind: MatchKind::default(),
            deferrable: Deferrable::default(),
            not_valid: false,
            comment: None,
        })
    }
}

/// As many columns here as there.
fn unequal_sides(here: usize, there: &[Name], reference: &Spanned<ReferenceText>) -> Diagnostic {
    let table = &reference.value.table;
    if there.is_empty() {
        return Diagnostic::error("invalid-reference", format!("`{table}` has no primary key to refer to"))
            .at(reference.span.clone(), "refers to nothing")
            .help("name the columns: table(column)");
    }
    let names: Vec<&str> = there.iter().map(Name::as_str).collect();
    Diagnostic::error("invalid-reference", format!("{here} columns cannot refer to {}", there.len()))
        .at(reference.span.clone(), format!("means {table}({})", names.join(", ")))
        .help("name as many columns on both sides")
}
