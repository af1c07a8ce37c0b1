//! Foreign servers, user mappings and what makes a table a foreign one.

use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::model::{ForeignServer, ForeignTable, Grantee, Object, ObjectId, ObjectKind, UserMapping, is_secret_option};
use crate::spec::document::{ForeignTableDocument, OptionsDocument, ServerDocument, UserMappingDocument};
use std::collections::BTreeMap;

impl Lowering<'_> {
    pub fn server(&mut self, it: &ServerDocument) {
        let object = Object::Server(ForeignServer {
            name: it.name.value.clone(),
            wrapper: it.wrapper.value.clone(),
            server_type: it.r#type.clone(),
            version: it.version.clone(),
            options: self.open_options(it.options.as_ref()),
            comment: it.comment.clone(),
        });
        let was = it.was.as_ref().map(|was| ObjectId::new(ObjectKind::Server, vec![was.value.clone()]));
        self.rename(&object.id(), was);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert(object, &it.name.span);
    }

    pub fn user_mapping(&mut self, it: &UserMappingDocument) {
        let role = Grantee::from_name(&it.role.value);
        if role == Grantee::Owner {
            let diagnostic = Diagnostic::error("conflicting-keys", "`@owner` is no role")
                .at(it.role.span.clone(), "who is mapped")
                .help("name the role, or `public`");
            self.report(diagnostic);
        }
        let object = Object::UserMapping(UserMapping {
            server: it.server.value.clone(),
            role,
            options: self.open_options(it.options.as_ref()),
        });
        self.insert(object, &it.server.span);
    }

    /// A spec is kept in version control: whoever reads it would have the password.
    fn open_options(&mut self, written: Option<&OptionsDocument>) -> BTreeMap<String, String> {
        let Some(written) = written else { return BTreeMap::new() };
        let options = written.value.texts();
        for name in options.keys().filter(|name| is_secret_option(name)) {
            let diagnostic = Diagnostic::error("secret", format!("the option `{name}` is a secret"))
                .at(written.span.clone(), "a spec is read by many")
                .help("make this by hand and list its address under `unmanaged:`: dbx then leaves it alone");
            self.report(diagnostic);
        }
        options
    }
}

pub fn foreign_table(it: &ForeignTableDocument) -> ForeignTable {
    let options = it.options.as_ref().map(|options| options.value.texts()).unwrap_or_default();
    ForeignTable { server: it.server.value.clone(), options }
}
