//! Objects of rare kinds, which are kept by their whole definition.

use crate::model::{DefinitionKind, Firing, Name, QualifiedName};
use crate::spec::read::{Keyword, Parameters, Spanned, document};

document! {
    /// An object of a rare kind, by its whole definition: a rule, an event trigger, an operator, a collation and the like.
    pub struct DefinitionDocument {
        /// What it is.
        kind: Spanned<Keyword<DefinitionKind>>,
        /// Its name, or namespace.name for kinds that live in one.
        name: Spanned<Name>,
        /// Where it lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// What tells objects of one name apart: (integer, integer) of an operator, USING btree of an operator class.
        signature: Option<Spanned<String>>,
        /// The table or view that it belongs to.
        table: Option<Spanned<QualifiedName>>,
        /// The whole CREATE statement. ALTER statements of the same object may follow.
        definition: Spanned<String>,
        /// Session settings that an event is made under and keeps (MySQL), such as sql_mode.
        settings: Option<Parameters>,
        /// When a rule or event trigger fires: origin (the default), disabled, replica or always.
        enabled: Option<Spanned<Keyword<Firing>>>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
    }
}
