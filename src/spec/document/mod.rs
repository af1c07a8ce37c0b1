//! A spec as it is written, in its short and long forms. No meaning yet: names are not looked up, types are not read.

mod column;
mod constraint;
mod definition;
mod index;
mod partition;
mod routine;
mod table;
mod types;
mod view;

pub use column::{ColumnDocument, DefaultDocument, IdentityDocument, SequenceBody};
pub use constraint::{CheckDocument, DeferrableDocument, ExcludeDocument, ForeignKeyDocument, KeyDocument};
pub use definition::DefinitionDocument;
pub use index::{IndexColumns, IndexDocument, IndexKeyBody, IndexKeyDocument};
pub use partition::{BoundDocument, BoundValue, PartitionDocument, PartitioningDocument};
pub use routine::{FunctionDocument, TriggerDocument};
pub use table::{DimensionDocument, FactDocument, TableBody, TableDocument};
pub use types::{
    DomainDocument, EnumDocument, ExtensionDocument, NamespaceDocument, SequenceDocument, UnmanagedDocument,
};
pub use view::{MaterializedViewDocument, ViewDocument};

use super::read::{Either, Keyword, Opaque, Required, Spanned, document};
use crate::dialect::DialectKind;
use crate::model::Name;

document! {
    /// A database schema, as code.
    pub struct SpecDocument {
        /// Version of this format: 1.
        version: Required<Spanned<i64>>,
        /// The engine, where types beyond the portable list are used.
        dialect: Option<Spanned<Keyword<DialectKind>>>,
        /// What the schema is called.
        warehouse: Option<Spanned<String>>,
        /// More spec files or folders, relative to this file.
        include: Option<Vec<Spanned<String>>>,
        /// The tables, by what they are for.
        entities: Option<EntitiesDocument>,
        /// Enumerated types.
        enums: Option<Vec<EnumDocument>>,
        /// Types with a default and checks.
        domains: Option<Vec<DomainDocument>>,
        /// Sequences.
        sequences: Option<Vec<SequenceDocument>>,
        /// Views.
        views: Option<Vec<ViewDocument>>,
        /// Views whose rows are kept.
        materialized_views: Option<Vec<MaterializedViewDocument>>,
        /// Functions, procedures and aggregates, by their whole definition.
        functions: Option<Vec<FunctionDocument>>,
        /// Triggers, by their whole definition.
        triggers: Option<Vec<TriggerDocument>>,
        /// Objects of rare kinds, by their whole definition: rules, event triggers, operators, collations and the like.
        definitions: Option<Vec<DefinitionDocument>>,
        /// Namespaces (PostgreSQL: schemas).
        namespaces: Option<Vec<Either<Spanned<Name>, NamespaceDocument>>>,
        /// Extensions of the server.
        extensions: Option<Vec<Either<Spanned<Name>, ExtensionDocument>>>,
        /// Not managed yet: must be empty.
        policies: Option<Vec<Opaque>>,
        /// Not managed yet: must be empty.
        grants: Option<Vec<Opaque>>,
        /// What was seen in a database and cannot be expressed: it is left alone.
        unmanaged: Option<Vec<Either<Spanned<String>, UnmanagedDocument>>>,
    }
}

document! {
    /// The tables, by what they are for.
    pub struct EntitiesDocument {
        /// Tables that describe: customers, products, days.
        dimensions: Option<Vec<DimensionDocument>>,
        /// Tables that measure: one row per event.
        facts: Option<Vec<FactDocument>>,
        /// Tables that are neither.
        tables: Option<Vec<TableDocument>>,
    }
}
