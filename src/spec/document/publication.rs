//! Publications: what is replicated to others.

use crate::model::{Name, QualifiedName};
use crate::spec::read::{Either, Keyed, NameList, Setting, Spanned, document};

document! {
    /// A publication: what is replicated to others.
    pub struct PublicationDocument {
        /// Its name.
        name: Spanned<Name>,
        /// Every table there is, and every one to come.
        all_tables: Option<Spanned<bool>>,
        /// The tables whose changes are sent. A name is a table with all of its columns and rows.
        tables: Option<Vec<Either<Spanned<QualifiedName>, PublishedTableDocument>>>,
        /// Namespaces all of whose tables are sent, those to come included.
        namespaces: Option<NameList>,
        /// What WITH takes: publish, publish_via_partition_root.
        options: Option<Spanned<Keyed<Setting>>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}

document! {
    /// A table of a publication.
    pub struct PublishedTableDocument {
        /// The table.
        table: Spanned<QualifiedName>,
        /// The columns that are sent: all, unless it says otherwise.
        columns: Option<NameList>,
        /// Which rows are sent: all, unless it says otherwise.
        r#where: Option<Spanned<String>>,
    }
}
