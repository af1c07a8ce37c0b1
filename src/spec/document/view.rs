//! Views and materialized views.

use super::IndexDocument;
use crate::model::{Name, QualifiedName};
use crate::spec::read::{Either, NameList, Spanned, document};

document! {
    /// A view.
    pub struct ViewDocument {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where it lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// The SELECT.
        query: Spanned<String>,
        /// Names of its columns, where the query does not name them.
        columns: Option<NameList>,
        /// Options of the engine, such as security_barrier=true.
        options: Option<Vec<Spanned<String>>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<QualifiedName>>,
    }
}

document! {
    /// A view whose rows are kept.
    pub struct MaterializedViewDocument {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where it lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// The SELECT.
        query: Spanned<String>,
        /// Indexes. A name or a list of names is an index on these columns.
        indexes: Option<Vec<Spanned<Either<NameList, IndexDocument>>>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<QualifiedName>>,
    }
}
