//! Which objects a piece of SQL can mean by the names it mentions.

use crate::dialect::Dialect;
use crate::model::{DefinitionKind, Name, Object, ObjectId, ObjectKind, Schema, SqlText};
use crate::sql::{Syntax, mentions, mentions_in_bodies};
use std::collections::{BTreeMap, BTreeSet};

/// An index of a schema's objects by the ways to write their names.
pub struct Names {
    by_chain: BTreeMap<Vec<String>, Vec<ObjectId>>,
    syntax: Syntax,
    ignore_case: bool,
}

impl Names {
    pub fn of(dialect: &dyn Dialect, schema: &Schema) -> Self {
        let capabilities = dialect.capabilities();
        let mut names = Self {
            by_chain: BTreeMap::new(),
            syntax: capabilities.syntax,
            ignore_case: capabilities.names_ignore_case,
        };
        let mut bare_names: BTreeMap<Vec<String>, Vec<(bool, ObjectId)>> = BTreeMap::new();
        for (id, object) in &schema.objects {
            let Some(name) = written_name(object) else { continue };
            let chain: Vec<String> =
                id.path[..id.path.len() - 1].iter().chain([name]).map(|part| names.fold(part.as_str())).collect();
            if let [namespace, bare] = &chain[..] {
                let is_default = Some(namespace.as_str()) == capabilities.default_namespace;
                bare_names.entry(vec![bare.clone()]).or_default().push((is_default, id.clone()));
            }
            names.by_chain.entry(chain).or_default().push(id.clone());
        }
        // A bare name means the default namespace's object; where that has none, any search path may lead to another's.
        for (bare, candidates) in bare_names {
            let has_default = candidates.iter().any(|(is_default, _)| *is_default);
            let meant = candidates.into_iter().filter(|(is_default, _)| *is_default || !has_default).map(|(_, id)| id);
            names.by_chain.entry(bare).or_default().extend(meant);
        }
        names
    }

    /// The lexical rules of the engine.
    pub(super) fn syntax(&self) -> Syntax {
        self.syntax
    }

    /// The objects the text mentions by name.
    pub fn mentioned(&self, text: &SqlText) -> BTreeSet<ObjectId> {
        self.meant(&self.identifiers(text))
    }

    /// The objects that code in strings mentions.
    pub(super) fn mentioned_in_bodies(&self, text: &SqlText) -> BTreeSet<ObjectId> {
        self.meant(&self.as_compared(mentions_in_bodies(self.syntax, text.as_str())))
    }

    /// The objects that some of the chains of identifiers name.
    pub(super) fn meant(&self, identifiers: &BTreeSet<Vec<String>>) -> BTreeSet<ObjectId> {
        identifiers.iter().filter_map(|chain| self.by_chain.get(chain)).flatten().cloned().collect()
    }

    /// A name in the form `identifiers` has it.
    pub fn fold(&self, name: &str) -> String {
        if self.ignore_case { name.to_ascii_lowercase() } else { name.to_owned() }
    }

    /// What the text mentions: names, with what they are qualified by. A column is a chain of one.
    pub(super) fn identifiers(&self, text: &SqlText) -> BTreeSet<Vec<String>> {
        self.as_compared(mentions(self.syntax, text.as_str()))
    }

    fn as_compared(&self, found: BTreeSet<Vec<String>>) -> BTreeSet<Vec<String>> {
        if !self.ignore_case {
            return found;
        }
        found.into_iter().map(|chain| chain.iter().map(|name| self.fold(name)).collect()).collect()
    }
}

/// The name under which SQL refers to an object, for those that SQL can refer to.
fn written_name(object: &Object) -> Option<&Name> {
    match object {
        Object::Enum(it) => Some(&it.name.name),
        Object::Domain(it) => Some(&it.name.name),
        Object::Composite(it) => Some(&it.name.name),
        // A cast has none, and an operator's is no word.
        Object::Definition(it)
            if it.kind.has_namespace()
                || matches!(it.kind, DefinitionKind::Language | DefinitionKind::VirtualTable) =>
        {
            Some(&it.name.name)
        }
        Object::Sequence(it) => Some(&it.name.name),
        Object::Function(it) => Some(&it.name.name),
        Object::Table(it) => Some(&it.name.name),
        Object::View(it) => Some(&it.name.name),
        Object::MaterializedView(it) => Some(&it.name.name),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Trigger(_)
        | Object::Role(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => None,
    }
}

/// Relations can be read from; a column of theirs can be meant by a bare word.
pub(super) fn is_relation(id: &ObjectId) -> bool {
    matches!(id.kind, ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView)
}
