//! From documents to the model: names are looked up, types are read, what is left out is filled in.

mod check;
mod column;
mod constraint;
mod default;
mod definition;
mod draft;
mod foreign_key;
mod index;
mod name;
mod object;
mod partition;
mod reference;
mod sql;
mod star;
mod table;
mod types;

pub use constraint::unique;
pub use default::{is_call, is_number};
pub use partition::inherited_columns;
pub use reference::spellings;
pub use star::{is_unique, unique_columns};

use super::document::SpecDocument;
use super::read::{Reader, Spanned};
use super::{Spec, document};
use crate::diagnostic::{Diagnostic, Span};
use crate::dialect::{self, Dialect, DialectKind};
use crate::model::{Name, Object, ObjectId, Pair, QualifiedName, Renames, Schema};
use std::collections::BTreeMap;
use std::sync::Arc;
use types::TypeNames;

/// What several files together say about the spec as a whole.
pub struct Header {
    pub dialect: Option<DialectKind>,
    pub warehouse: Option<String>,
}

/// The spec that the documents are together. What is wrong is reported; what is right is there all the same.
pub fn lower(header: Header, documents: &[SpecDocument], reader: &mut Reader) -> Spec {
    let mut lowering = Lowering::new(header.dialect, documents, reader);
    for document in documents {
        lowering.objects(document);
    }
    lowering.tables(documents);
    for document in documents {
        lowering.after_tables(document);
    }
    lowering.check_whole();
    Spec {
        schema: lowering.schema,
        renames: lowering.renames,
        dialect: header.dialect,
        warehouse: header.warehouse,
        spans: lowering.spans,
        lists_unmanaged: documents.iter().any(|document| document.unmanaged.is_some()),
    }
}

/// Everything that one kind of object needs from the others while it is lowered.
struct Lowering<'a> {
    reader: &'a mut Reader,
    kind: Option<DialectKind>,
    dialect: Option<Arc<dyn Dialect>>,
    /// `Users` and `users` are one table.
    ignores_case: bool,
    types: TypeNames,
    schema: Schema,
    renames: Renames,
    spans: BTreeMap<ObjectId, Span>,
}

impl<'a> Lowering<'a> {
    fn new(kind: Option<DialectKind>, documents: &[SpecDocument], reader: &'a mut Reader) -> Self {
        let dialect = kind.map(dialect::of);
        Self {
            reader,
            kind,
            ignores_case: dialect.as_ref().is_some_and(|dialect| dialect.capabilities().names_ignore_case),
            dialect,
            types: TypeNames::of(documents),
            schema: Schema::default(),
            renames: Renames::default(),
            spans: BTreeMap::new(),
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.reader.report(diagnostic);
    }

    /// Puts an object into the schema, unless its address is taken.
    fn insert(&mut self, object: Object, span: &Span) {
        let id = object.id();
        if self.note(&id, span) {
            self.schema.insert(object);
        }
    }

    /// Notes where an address was written; a second time is an error.
    fn note(&mut self, id: &ObjectId, span: &Span) -> bool {
        if let Some(first) = self.spans.get(id) {
            let diagnostic = Diagnostic::error("duplicate-name", format!("{} `{}` is there twice", id.kind, id.name()))
                .at(span.clone(), "the second time")
                .at(first.clone(), "the first time")
                .help("rename or remove one of them");
            self.report(diagnostic);
            return false;
        }
        self.check_length(id, span);
        self.spans.insert(id.clone(), span.clone());
        true
    }

    /// Notes that an object was called otherwise.
    fn rename(&mut self, to: &ObjectId, was: Option<ObjectId>) {
        if let Some(from) = was.filter(|from| from != to) {
            self.renames.insert(Pair::new(from, to.clone()));
        }
    }
}

/// The name of an object: split at its dot, or taken as it is beside a `namespace:`.
fn full_name(name: &Spanned<QualifiedName>, namespace: Option<&Spanned<Name>>) -> QualifiedName {
    match namespace {
        None => name.value.clone(),
        Some(namespace) => {
            let text = match &name.value.namespace {
                Some(first) => format!("{first}.{}", name.value.name),
                None => name.value.name.to_string(),
            };
            QualifiedName::new(Some(namespace.value.clone()), text)
        }
    }
}

/// An old name lives where the new one does, unless it says otherwise.
fn old_name(was: &QualifiedName, new: &QualifiedName) -> QualifiedName {
    QualifiedName::new(was.namespace.clone().or_else(|| new.namespace.clone()), was.name.clone())
}

/// The items of a list that may be left out.
fn items<T>(list: &Option<Vec<T>>) -> &[T] {
    list.as_deref().unwrap_or_default()
}

/// All tables of a file, with what they are for.
fn table_bodies(document: &SpecDocument) -> impl Iterator<Item = draft::Source<'_>> {
    use draft::Source;
    let entities = document.entities.iter();
    entities.flat_map(|entities: &document::EntitiesDocument| {
        let dimensions = items(&entities.dimensions).iter().map(Source::Dimension);
        let facts = items(&entities.facts).iter().map(Source::Fact);
        let tables = items(&entities.tables).iter().map(Source::Table);
        dimensions.chain(facts).chain(tables)
    })
}
