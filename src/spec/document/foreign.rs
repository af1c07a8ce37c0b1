//! Data that lives elsewhere: servers, who one is there, and what makes a table a foreign one.

use crate::model::Name;
use crate::spec::read::{Keyed, Setting, Spanned, document};

/// Options of a server, a user mapping or a foreign table by name. Secrets do not belong here.
pub type OptionsDocument = Spanned<Keyed<Setting>>;

document! {
    /// A foreign server.
    pub struct ServerDocument {
        /// Its name.
        name: Spanned<Name>,
        /// The foreign-data wrapper it is reached by.
        wrapper: Spanned<Name>,
        /// What the wrapper takes for its type.
        r#type: Option<String>,
        /// What the wrapper takes for its version.
        version: Option<String>,
        /// Options of the wrapper: {host: db.example.org, port: 5432}.
        options: Option<OptionsDocument>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
    }
}

document! {
    /// Who a role is on a foreign server. One with a password is made by hand and left alone.
    pub struct UserMappingDocument {
        /// The server.
        server: Spanned<Name>,
        /// The role here; public for everybody who has no mapping of their own.
        role: Spanned<Name>,
        /// Options of the wrapper, without secrets: {user: reader}.
        options: Option<OptionsDocument>,
    }
}

document! {
    /// Where the rows of a foreign table are.
    pub struct ForeignTableDocument {
        /// The server.
        server: Spanned<Name>,
        /// Options of the wrapper: {schema_name: public, table_name: orders}.
        options: Option<OptionsDocument>,
    }
}
