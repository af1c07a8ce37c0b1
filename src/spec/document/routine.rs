//! Functions and triggers, which are kept by their whole definition.

use crate::model::{Firing, FunctionKind, Name, QualifiedName};
use crate::spec::read::{Keyword, Parameters, Spanned, document};

document! {
    /// A function, procedure or aggregate.
    pub struct FunctionDocument {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// Where it lives; the name then is taken as it is, dots included.
        namespace: Option<Spanned<Name>>,
        /// function (the default), procedure or aggregate.
        kind: Option<Keyword<FunctionKind>>,
        /// Types of the arguments, with commas: they are part of a function's identity.
        arguments: Option<Spanned<String>>,
        /// The return type.
        returns: Option<Spanned<String>>,
        /// The whole CREATE statement.
        definition: Spanned<String>,
        /// Session settings that it is made under and keeps (MySQL), such as sql_mode.
        settings: Option<Parameters>,
        /// The name it had before.
        was: Option<Spanned<QualifiedName>>,
        /// A comment, kept in the database.
        comment: Option<String>,
        /// Who owns it: a role, or CURRENT_USER for whoever applies the spec.
        owner: Option<Spanned<Name>>,
    }
}

document! {
    /// A trigger.
    pub struct TriggerDocument {
        /// Name of the trigger.
        name: Spanned<Name>,
        /// The table or view it watches.
        table: Spanned<QualifiedName>,
        /// The whole CREATE statement.
        definition: Spanned<String>,
        /// When it fires: origin (the default), disabled, replica or always.
        enabled: Option<Keyword<Firing>>,
        /// Session settings that it is made under and keeps (MySQL), such as sql_mode.
        settings: Option<Parameters>,
        /// The name it had before.
        was: Option<Spanned<Name>>,
        /// A comment, kept in the database.
        comment: Option<String>,
    }
}
