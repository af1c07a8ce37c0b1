//! Views and materialized views.

use super::{IndexDocument, ParametersDocument};
use crate::model::{Name, QualifiedName};
use crate::spec::read::{Either, Keyed, NameList, Spanned, document};

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
        /// Comments of its columns, by name.
        column_comments: Option<Keyed<String>>,
        /// PostgreSQL: what an INSERT into the view puts where none is given, by column, as SQL.
        column_defaults: Option<Keyed<Spanned<String>>>,
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
        /// Storage parameters, such as {fillfactor: 70}.
        storage: Option<ParametersDocument>,
        /// Where the rows are kept, if not where the database is.
        tablespace: Option<Name>,
        /// The table access method, if not heap.
        access_method: Option<Name>,
        /// The index by which CLUSTER puts the rows in order.
        cluster_on: Option<Spanned<Name>>,
        /// Comments of its columns, by name.
        column_comments: Option<Keyed<String>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<QualifiedName>>,
    }
}
