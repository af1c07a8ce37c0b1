//! Columns.

use super::Lowering;
use super::draft::{Draft, Source};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Column, ColumnStorage, Generated, Identity, Name, ObjectId, QualifiedName, SequenceOptions, Table, Written,
};
use crate::spec::document::{ColumnDocument, IdentityDocument, SequenceBody, TableBody};
use crate::spec::read::{Either, Keyword};

/// Whether the column stands under `measures`.
pub fn is_measure(source: &Source<'_>, document: &ColumnDocument) -> bool {
    match source {
        Source::Fact(fact) => super::items(&fact.measures).iter().any(|measure| std::ptr::eq(measure, document)),
        Source::Dimension(_) | Source::Table(_) | Source::Partition { .. } => false,
    }
}

impl Lowering<'_> {
    pub fn column(&mut self, table: &QualifiedName, document: &ColumnDocument, is_measure: bool) -> Column {
        let data_type = self.required_type(&document.r#type);
        if let Some(additivity) = document.additivity.as_ref().filter(|_| !is_measure) {
            let diagnostic = Diagnostic::error("misplaced-key", "only measures have an additivity")
                .at(additivity.span.clone(), format!("`{table}` does not list this column as a measure"))
                .help("move the column to `measures:` of a fact");
            self.report(diagnostic);
        }
        let default = document.default.as_ref().and_then(|default| self.default_value(default, &data_type));
        let generated = document.generated.as_ref().map(|generated| Generated {
            expression: self.expression(&generated.expr),
            stored: generated.stored.unwrap_or_default(),
        });
        self.refuse_two_origins(document);
        Column {
            name: document.name.value.clone(),
            data_type,
            nullable: document.nullable.unwrap_or(true),
            not_null: Written(document.nullable.map(|nullable| !nullable)),
            default,
            generated,
            identity: document.identity.as_ref().map(identity),
            collation: document.collation.clone(),
            storage: ColumnStorage {
                foreign_options: document.foreign_options.as_ref().map(|it| it.value.texts()).unwrap_or_default(),
                ..self.column_storage(document.storage.as_ref())
            },
            inherited: document.inherited.as_ref().is_some_and(|inherited| inherited.value),
            on_update: document.on_update.as_ref().map(|on_update| self.expression(&on_update.expr)),
            invisible: document.invisible.unwrap_or_default(),
            comment: document.comment.clone(),
            sensitive: document.sensitive.map(|Keyword(sensitivity)| sensitivity),
        }
    }

    /// A value comes from one place.
    fn refuse_two_origins(&mut self, document: &ColumnDocument) {
        let origins = [
            ("default", document.default.is_some()),
            ("generated", document.generated.is_some()),
            ("identity", document.identity.is_some()),
        ];
        let given: Vec<&str> = origins.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect();
        if let [first, second, ..] = given[..] {
            let diagnostic =
                Diagnostic::error("conflicting-keys", format!("a column cannot have both `{first}` and `{second}`"))
                    .at(document.name.span.clone(), "this column")
                    .help("keep one of them");
            self.report(diagnostic);
        }
    }

    /// Adds a column to the table and notes its place and its old name.
    pub fn add_written_column(
        &mut self,
        table: &mut Table,
        column: Column,
        document: &ColumnDocument,
        body: &TableBody,
    ) {
        let id = ObjectId::column(&table.name, &column.name);
        if !self.note(&id, &document.name.span) {
            return;
        }
        // The old address has the old name of the table in it.
        let old_table =
            body.was.as_ref().map_or_else(|| table.name.clone(), |was| super::old_name(&was.value, &table.name));
        self.rename(&id, document.was.as_ref().map(|was| ObjectId::column(&old_table, &was.value)));
        table.add_column(column);
    }

    /// A primary key is never NULL, unless the spec says so of a column in so many words (SQLite allows it).
    pub fn refuse_null_in_keys(&mut self, draft: &mut Draft<'_>) {
        let explicit: Vec<Name> = draft
            .source
            .columns()
            .filter(|document| document.nullable == Some(true))
            .map(|document| document.name.value.clone())
            .collect();
        for name in draft.source.primary_key() {
            if let Some(column) = draft.table.columns.get_mut(&name).filter(|_| !explicit.contains(&name)) {
                column.nullable = false;
            }
        }
    }
}

fn identity(document: &Either<Keyword<crate::model::IdentityMode>, IdentityDocument>) -> Identity {
    match document {
        Either::Short(Keyword(mode)) => Identity::new(*mode),
        Either::Long(document) => Identity {
            mode: document.mode.0,
            options: sequence_options(&document.sequence),
            sequence: document.sequence_name.clone().map(QualifiedName::bare),
        },
    }
}

pub fn sequence_options(body: &SequenceBody) -> SequenceOptions {
    SequenceOptions {
        start: body.start,
        increment: body.increment,
        min: body.min,
        max: body.max,
        cache: body.cache,
        cycle: body.cycle.unwrap_or_default(),
    }
}
