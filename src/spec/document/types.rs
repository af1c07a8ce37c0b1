//! Enums, domains, composite types, sequences, namespaces, extensions.

use super::{CheckDocument, DefaultDocument, SequenceBody};
use crate::model::{Name, QualifiedName};
use crate::spec::read::{Either, ReferenceText, Required, Spanned, document};

document! {
    /// An enumerated type.
    pub struct EnumDocument {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where it lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// The values, in sort order.
        values: Required<Vec<Either<Spanned<String>, EnumValueDocument>>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<QualifiedName>>,
    }
}

document! {
    /// A value of an enum that was called otherwise.
    pub struct EnumValueDocument {
        /// The value.
        name: Spanned<String>,
        /// What it was before: rows that have it keep it under the new name.
        was: Option<Spanned<String>>,
    }
}

document! {
    /// A type whose values are rows.
    pub struct CompositeDocument {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where it lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// What a value is made of, in order.
        attributes: Required<Vec<AttributeDocument>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<QualifiedName>>,
    }
}

document! {
    /// A part of a composite type.
    pub struct AttributeDocument {
        /// Its name.
        name: Spanned<Name>,
        /// A type, as of a column.
        r#type: Required<Spanned<String>>,
        /// Collation by which texts are ordered.
        collation: Option<QualifiedName>,
        /// What it holds, kept in the database.
        comment: Option<String>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}

document! {
    /// A type with a default and checks.
    pub struct DomainDocument {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where it lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// The type it is made of.
        r#type: Required<Spanned<String>>,
        /// Whether NULL is a value of it: true, unless it says otherwise.
        nullable: Option<bool>,
        /// What a new row gets: a scalar is that value, `{expr: …}` is SQL.
        default: Option<DefaultDocument>,
        /// Collation by which texts are ordered.
        collation: Option<QualifiedName>,
        /// Conditions on VALUE.
        checks: Option<Vec<Either<Spanned<String>, CheckDocument>>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<QualifiedName>>,
    }
}

document! {
    /// A sequence.
    pub struct SequenceDocument {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where it lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// SMALLINT, INT or BIGINT, which is the default.
        r#type: Option<Spanned<String>>,
        /// PostgreSQL 15: not written to the write-ahead log.
        unlogged: Option<bool>,
        /// table(column) that takes the sequence with it when it is dropped.
        owned_by: Option<Spanned<ReferenceText>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<QualifiedName>>,
        ..sequence: SequenceBody,
    }
}

document! {
    /// A namespace (PostgreSQL: schema).
    pub struct NamespaceDocument {
        /// Its name.
        name: Spanned<Name>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}

document! {
    /// An extension of the server.
    pub struct ExtensionDocument {
        /// Its name.
        name: Spanned<Name>,
        /// Where its objects live.
        namespace: Option<Name>,
        /// A comment, kept in the database.
        comment: Option<String>,
    }
}

document! {
    /// Something in the database that is left alone.
    pub struct UnmanagedDocument {
        /// Its address.
        address: Spanned<String>,
        /// A short hash of its definition, by which a change is noticed.
        fingerprint: Option<String>,
    }
}
