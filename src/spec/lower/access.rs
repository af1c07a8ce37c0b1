//! Owners, roles and privileges, once every object is known that they can be about.

use super::reference::{USUAL_NAMESPACE, spellings};
use super::{Lowering, items};
use crate::diagnostic::{Diagnostic, Span};
use crate::dialect::{self, DialectKind};
use crate::model::{
    DefaultPrivileges, DefinitionKind, Grant, Grantable, Grantee, Name, Object, ObjectId, ObjectKind, Owner, Privilege,
    Privileges, QualifiedName, Role, Table, nearest_word,
};
use crate::spec::document::{DefaultPrivilegesDocument, GrantDocument, SpecDocument};
use crate::spec::read::{Keyword, Spanned};
use crate::spec::shorthand;

/// Whoever applies the spec.
const CURRENT_USER: &str = "CURRENT_USER";

/// Kinds that privileges can be given on.
const GRANTABLE: [ObjectKind; 13] = [
    ObjectKind::Table,
    ObjectKind::View,
    ObjectKind::MaterializedView,
    ObjectKind::Sequence,
    ObjectKind::Function,
    ObjectKind::Enum,
    ObjectKind::Domain,
    ObjectKind::Composite,
    ObjectKind::Definition(DefinitionKind::Range),
    ObjectKind::Namespace,
    ObjectKind::Server,
    ObjectKind::Definition(DefinitionKind::ForeignDataWrapper),
    ObjectKind::Definition(DefinitionKind::Language),
];

/// All words of SQL for privileges on objects of a database.
const PRIVILEGES: [&str; 12] = [
    "ALL",
    "CREATE",
    "DELETE",
    "EXECUTE",
    "INSERT",
    "MAINTAIN",
    "REFERENCES",
    "SELECT",
    "TRIGGER",
    "TRUNCATE",
    "UPDATE",
    "USAGE",
];

impl Lowering<'_> {
    /// Keeps what is written beside an object.
    pub fn note_owner(&mut self, id: &ObjectId, owner: Option<&Spanned<Name>>) {
        if let Some(owner) = owner {
            self.owners.insert(id.clone(), owner.clone());
        }
    }

    pub fn access(&mut self, documents: &[SpecDocument], owner: Option<&Name>) {
        self.owners(owner);
        for document in documents {
            items(&document.roles).iter().for_each(|role| self.role(role));
            items(&document.grants).iter().for_each(|grant| self.grant(grant));
            items(&document.default_privileges).iter().for_each(|it| self.default_privileges(it));
        }
    }

    fn role(&mut self, name: &Spanned<Name>) {
        match grantee(&name.value) {
            Grantee::Role(role) => self.insert(Object::Role(Role { name: role }), &name.span),
            Grantee::Public | Grantee::Owner => {
                let diagnostic = Diagnostic::error("invalid-name", format!("no role can be called `{}`", name.value))
                    .at(name.span.clone(), "has a meaning of its own");
                self.report(diagnostic.help("leave it out: it is always there"));
            }
        }
    }

    /// The owner written beside an object, or that of all others.
    fn owners(&mut self, usual: Option<&Name>) {
        let is_usual_namespace =
            |id: &ObjectId| id.kind == ObjectKind::Namespace && id.name().as_str() == USUAL_NAMESPACE;
        let mut owners = Vec::new();
        for (id, object) in &self.schema.objects {
            let role = match self.owners.get(id) {
                Some(written) => Some(&written.value),
                None => usual.filter(|_| object.has_owner() && !is_usual_namespace(id)),
            };
            let role = role.filter(|role| !is_current_user(role));
            owners.extend(role.map(|role| Owner { on: id.clone(), role: role.clone() }));
        }
        for (id, written) in std::mem::take(&mut self.owners) {
            self.check_written_owner(&id, &written, usual);
        }
        for owner in owners {
            self.schema.insert(Object::Owner(owner));
        }
    }

    fn check_written_owner(&mut self, id: &ObjectId, written: &Spanned<Name>, usual: Option<&Name>) {
        let is_owned = |object: &Object| !object.has_owner();
        if self.schema.objects.get(id).is_some_and(is_owned) {
            let message = format!("the owner of the sequence `{}` is that of the table it belongs to", id.name());
            let diagnostic = Diagnostic::error("conflicting-keys", message).at(written.span.clone(), "has no effect");
            self.report(diagnostic.help("give the table an owner, and leave it out here"));
        }
        if is_current_user(&written.value) && usual.is_none() {
            let message = format!("without an `owner:` at the top the owner of `{}` is left alone", id.name());
            let diagnostic = Diagnostic::error("conflicting-keys", message).at(written.span.clone(), "has no effect");
            self.report(diagnostic.help("write `owner: CURRENT_USER` at the top, or leave it out here"));
        }
    }

    fn grant(&mut self, it: &GrantDocument) {
        let Some(on) = self.grantable(&it.on) else { return };
        let privileges = self.privileges(&it.privileges, items(&it.grantable), Some(&on));
        for to in &it.to.0 {
            let grant = Grant { on: on.clone(), to: grantee(&to.value), privileges: privileges.clone() };
            self.insert(Object::Grant(grant), &to.span);
        }
    }

    fn default_privileges(&mut self, it: &DefaultPrivilegesDocument) {
        let Keyword(objects) = it.on;
        let role = it.r#for.as_ref().map(|role| role.value.clone()).filter(|role| !is_current_user(role));
        if let Some(namespace) = &it.namespace {
            self.check_namespace(namespace);
        }
        let privileges = self.privileges(&it.privileges, items(&it.grantable), None);
        for to in &it.to.0 {
            let defaults = DefaultPrivileges {
                role: role.clone(),
                namespace: it.namespace.as_ref().map(|namespace| namespace.value.clone()),
                objects,
                to: grantee(&to.value),
                privileges: privileges.clone(),
            };
            self.insert(Object::DefaultPrivileges(defaults), &to.span);
        }
    }

    fn check_namespace(&mut self, namespace: &Spanned<Name>) {
        let id = ObjectId::new(ObjectKind::Namespace, vec![namespace.value.clone()]);
        if namespace.value.as_str() != USUAL_NAMESPACE && !self.schema.objects.contains_key(&id) {
            self.unknown_object(&id, &namespace.span);
        }
    }

    /// The words, and which of them can be passed on.
    fn privileges(
        &mut self,
        given: &[Spanned<String>],
        grantable: &[Spanned<String>],
        on: Option<&ObjectId>,
    ) -> Privileges {
        let mut privileges = Privileges::new();
        for text in given {
            privileges.extend(self.privilege(text, on).into_iter().map(|privilege| (privilege, Grantable::No)));
        }
        let all = |column: &Option<Name>| Privilege { word: "ALL".into(), column: column.clone() };
        for text in grantable {
            for privilege in self.privilege(text, on) {
                if privileges.contains_key(&privilege) || privileges.contains_key(&all(&privilege.column)) {
                    privileges.insert(privilege, Grantable::Yes);
                } else {
                    let message = format!("`{}` can be passed on, but is not given", text.value);
                    let diagnostic = Diagnostic::error("unknown-privilege", message).at(text.span.clone(), "not given");
                    self.report(diagnostic.help("add it to `privileges:`"));
                }
            }
        }
        privileges
    }

    /// One word, once for each of its columns.
    fn privilege(&mut self, text: &Spanned<String>, on: Option<&ObjectId>) -> Vec<Privilege> {
        let (word, columns) = match shorthand::privilege(&text.value) {
            Ok((word, columns)) if PRIVILEGES.contains(&word.as_str()) => (word, columns),
            Ok((word, _)) => {
                self.unknown_privilege(&word, &text.span, PRIVILEGES.join(", "));
                return Vec::new();
            }
            Err(expected) => {
                self.unknown_privilege(&text.value, &text.span, expected.to_owned());
                return Vec::new();
            }
        };
        let table = on.and_then(|on| match self.schema.objects.get(on) {
            Some(Object::Table(table)) => Some(Table::clone(table)),
            _ => None,
        });
        if let Some(table) = table {
            for column in &columns {
                let column = Spanned { value: column.clone(), span: text.span.clone() };
                self.check_column(&table.columns, &table.name.name, &column);
            }
        }
        if columns.is_empty() {
            return vec![Privilege { word, column: None }];
        }
        columns.into_iter().map(|column| Privilege { word: word.clone(), column: Some(column) }).collect()
    }

    fn unknown_privilege(&mut self, word: &str, span: &Span, expected: String) {
        let nearest = nearest_word(&word.to_ascii_uppercase(), PRIVILEGES);
        let diagnostic = Diagnostic::error("unknown-privilege", format!("`{word}` is no privilege"))
            .at(span.clone(), "unknown")
            .help(nearest.map_or_else(|| format!("expected {expected}"), |word| format!("did you mean `{word}`?")));
        self.report(diagnostic);
    }

    /// The object that an address means, by its address in this spec.
    fn grantable(&mut self, written: &Spanned<String>) -> Option<ObjectId> {
        let words = || GRANTABLE.map(ObjectKind::as_str).join(", ");
        let (word, path) = match shorthand::address(&written.value) {
            Ok(address) => address,
            Err(expected) => {
                let message = format!("`{}` is no address", written.value);
                let diagnostic =
                    Diagnostic::error("unknown-object", message).at(written.span.clone(), "not an address");
                self.report(diagnostic.help(format!("expected {expected}; kinds are {}", words())));
                return None;
            }
        };
        let Some(kind) = GRANTABLE.into_iter().find(|kind| kind.as_str() == word) else {
            let nearest = nearest_word(word, GRANTABLE.map(ObjectKind::as_str));
            let message = format!("privileges cannot be given on a `{word}`");
            let diagnostic = Diagnostic::error("unknown-object", message).at(written.span.clone(), "of this kind");
            let help = nearest.map_or_else(|| format!("kinds are {}", words()), |it| format!("did you mean `{it}`?"));
            self.report(diagnostic.help(help));
            return None;
        };
        let id = ObjectId::new(kind, path);
        let found = self.find(&id);
        if found.is_none() {
            self.unknown_object(&id, &written.span);
        }
        found
    }

    fn find(&self, id: &ObjectId) -> Option<ObjectId> {
        // They come with a server, and no spec lists them.
        let is_built_in = id.kind == ObjectKind::Definition(DefinitionKind::Language)
            || id.kind == ObjectKind::Namespace && id.name().as_str() == USUAL_NAMESPACE;
        if is_built_in || self.schema.objects.contains_key(id) {
            return Some(id.clone());
        }
        let name = match &id.path[..] {
            [name] => QualifiedName::bare(name.clone()),
            [namespace, name] => QualifiedName::new(Some(namespace.clone()), name.clone()),
            _ => return None,
        };
        if id.kind == ObjectKind::Function {
            return self.find_function(&name);
        }
        let mut ids = spellings(&name).into_iter().map(|name| ObjectId::of(id.kind, &name));
        ids.find(|id| self.schema.objects.contains_key(id) || self.is_identity_sequence(id))
    }

    fn is_identity_sequence(&self, id: &ObjectId) -> bool {
        id.kind == ObjectKind::Sequence && self.schema.owned_with(id).is_some()
    }

    /// Argument types may be spelled in another way, and left out where there is only one function of the name.
    fn find_function(&self, name: &QualifiedName) -> Option<ObjectId> {
        let (bare, arguments) = match name.name.as_str().split_once('(') {
            Some((bare, rest)) => (bare.trim(), Some(canonical_arguments(rest.strip_suffix(')')?))),
            None => (name.name.as_str(), None),
        };
        let names = spellings(&name.sibling(bare));
        let mut found = self.schema.of_kind(ObjectKind::Function).filter(|object| match object {
            Object::Function(function) => {
                let same = |wanted: &String| *wanted == canonical_arguments(&function.arguments);
                names.contains(&function.name) && arguments.as_ref().is_none_or(same)
            }
            _ => false,
        });
        let first = found.next()?.id();
        found.next().is_none().then_some(first)
    }

    fn unknown_object(&mut self, id: &ObjectId, span: &Span) {
        if self.reader.is_incomplete() {
            return;
        }
        let written = id.to_string();
        let known: Vec<String> =
            self.schema.objects.keys().filter(|known| known.kind == id.kind).map(ToString::to_string).collect();
        let help = match nearest_word(&written, known.iter().map(String::as_str)) {
            _ if self.schema.unmanaged.iter().any(|it| it.address == written) => {
                "it is listed under `unmanaged:`, and dbx leaves it alone with all its privileges".to_owned()
            }
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "write the object into the spec".to_owned(),
        };
        let diagnostic = Diagnostic::error("unknown-object", format!("there is no `{written}` in this spec"))
            .at(span.clone(), "no such object");
        self.report(diagnostic.help(help));
    }
}

fn grantee(name: &Name) -> Grantee {
    if name.as_str() == "PUBLIC" { Grantee::Public } else { Grantee::from_name(name) }
}

fn is_current_user(name: &Name) -> bool {
    name.as_str().eq_ignore_ascii_case(CURRENT_USER)
}

/// Argument types in one spelling, whatever is written between them.
fn canonical_arguments(arguments: &str) -> String {
    let dialect = dialect::of(DialectKind::Postgres);
    let mut depth = 0_i32;
    let parts = arguments.split(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    });
    let spelled = parts.map(|part| match dialect.parse_type(part.trim()) {
        Ok(data_type) => dialect.format_type(&data_type),
        Err(_) => part.trim().trim_start_matches("public.").to_owned(),
    });
    spelled.collect::<Vec<_>>().join(", ")
}
