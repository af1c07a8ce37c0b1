//! Policies: which rows of a table a role sees and may write.

use crate::model::{Name, PolicyCommand, QualifiedName};
use crate::spec::read::{Keyword, NameList, Spanned, document};

document! {
    /// A policy: which rows of a table a role sees and may write. It counts where the table says `row_security: enabled`.
    pub struct PolicyDocument {
        /// Name of the policy.
        name: Spanned<Name>,
        /// The table whose rows it is about.
        table: Spanned<QualifiedName>,
        /// all (the default), select, insert, update or delete.
        command: Option<Keyword<PolicyCommand>>,
        /// false makes the policy restrictive: rows have to pass it, whatever permissive ones let through.
        permissive: Option<bool>,
        /// For whom: everybody, unless it says otherwise.
        roles: Option<NameList>,
        /// Which rows are seen: a condition, which may hold queries.
        using: Option<Spanned<String>>,
        /// Which rows may be written: a condition, which may hold queries.
        check: Option<Spanned<String>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}
