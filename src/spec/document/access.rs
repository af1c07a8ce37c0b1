//! Who owns objects, and who may do what on them.

use crate::model::{GrantableObjects, Name};
use crate::spec::read::{Keyword, OrList, Spanned, document};

document! {
    /// What roles may do on an object.
    pub struct GrantDocument {
        /// Address of the object, such as table:users or function:app.area(integer, integer).
        on: Spanned<String>,
        /// A role or several, public for everybody, or @owner for whoever owns the object.
        to: OrList<Spanned<Name>>,
        /// SELECT, UPDATE(email), ALL and so on. An empty list takes away what is given by itself.
        privileges: Vec<Spanned<String>>,
        /// Those of them that may be passed on.
        grantable: Option<Vec<Spanned<String>>>,
    }
}

document! {
    /// What roles may do on objects that are made from now on.
    pub struct DefaultPrivilegesDocument {
        /// Whose new objects: a role, or whoever applies the spec.
        r#for: Option<Spanned<Name>>,
        /// Where they are made; everywhere where this is left out.
        namespace: Option<Spanned<Name>>,
        /// tables, sequences, functions, types or namespaces.
        on: Keyword<GrantableObjects>,
        /// A role or several, public for everybody, or @owner for whoever owns the object.
        to: OrList<Spanned<Name>>,
        /// SELECT, EXECUTE, ALL and so on. An empty list takes away what is given by itself.
        privileges: Vec<Spanned<String>>,
        /// Those of them that may be passed on.
        grantable: Option<Vec<Spanned<String>>>,
    }
}
