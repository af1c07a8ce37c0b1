//! The new name in texts, where it stands for the renamed object and not for a column that is called the same.

use super::{Follower, Role, role};
use crate::model::{DefinitionKind, Name, Object, ObjectId, ObjectKind, QualifiedName, SqlText, Visitor};
use crate::sql::{Literals, Place, Renaming, name_key};

impl Follower<'_> {
    /// Texts that the engine keeps as trees, and shows with the new name from now on; and the object's own statement.
    pub(super) fn texts(&self, id: &ObjectId, object: &mut Object) {
        let places = self.places(id, object);
        if !places.is_empty() {
            object.visit(&mut Texts { follower: self, places: &places });
        }
    }

    fn places(&self, id: &ObjectId, object: &Object) -> Vec<Place> {
        let mut places = Vec::new();
        if id == self.ids.to {
            places.extend(own_words(object).map(Place::Behind));
        }
        if self.dialect.capabilities().renames_reach_code {
            places.extend(self.place_elsewhere(object));
        }
        places
    }

    /// Where another object's text names this one.
    fn place_elsewhere(&self, object: &Object) -> Option<Place> {
        let is_statement = matches!(object, Object::Definition(_) | Object::Function(_));
        match self.role() {
            // What stands in a table's expressions is a column of that name.
            Role::Relation if matches!(object, Object::Table(_) | Object::Domain(_)) => Some(Place::Type),
            Role::Relation => Some(Place::Anywhere),
            Role::Type if is_statement => Some(Place::Anywhere),
            Role::Type => Some(Place::Type),
            Role::Routine if is_statement => Some(Place::Support),
            Role::Routine => Some(Place::Call),
            Role::Collation => Some(Place::Behind(&["COLLATE"])),
            Role::Language => Some(Place::Behind(&["LANGUAGE"])),
            Role::Part => Some(match own_words(object) {
                Some([word, ..]) => Place::NotBehind(word),
                // Known by a cast alone.
                Some([]) | None => Place::Behind(&[]),
            }),
            Role::OperatorClass | Role::Wrapper | Role::Server | Role::Leaf => None,
        }
    }

    /// A name written as SQL, perhaps with parameters behind it.
    pub(super) fn words(&self, text: &mut Option<String>) {
        if let Some(text) = text {
            *text =
                self.renaming(&self.new_name(), literals(self.ids.to.kind), |it| it.at(text, Place::NotBehind("(")));
        }
    }

    fn new_name(&self) -> String {
        self.dialect.quote(&self.names.to.name)
    }

    /// Whether the old name can be in the text: most texts need not be taken apart.
    fn may_be_in(&self, text: &str) -> bool {
        let old = self.names.from.name.as_str();
        let is_written_as_it_is = !old.contains(['"', '`', '\'', '[']);
        !is_written_as_it_is || text.to_lowercase().contains(&old.to_lowercase())
    }

    fn reworded(&self, sql: &SqlText, places: &[Place]) -> SqlText {
        let at_all =
            |text: &str, it: &Renaming<'_>| places.iter().fold(text.to_owned(), |text, place| it.at(&text, *place));
        let types = literals(self.ids.to.kind);
        let (text, has_literal) =
            self.renaming(&self.new_name(), types, |it| (at_all(sql.as_str(), it), it.has_literal(sql.as_str())));
        // The key may be the server's own spelling, which the text alone would not give again.
        let types = if has_literal { Literals::Bare } else { types };
        let new = name_key(self.dialect.capabilities().syntax, self.names.to.name.as_str());
        let key = self.renaming(&new, types, |it| at_all(sql.key(), it));
        SqlText::new(text).with_key(key)
    }

    fn renaming<T>(&self, new: &str, literals: Literals, use_it: impl FnOnce(&Renaming<'_>) -> T) -> T {
        let capabilities = self.dialect.capabilities();
        let old = self.names.from.name.as_str();
        let is_old = |word: &str| match capabilities.names_ignore_case {
            true => word.eq_ignore_ascii_case(old),
            false => word == old,
        };
        use_it(&Renaming { syntax: capabilities.syntax, is_old: &is_old, new, literals })
    }
}

struct Texts<'a> {
    follower: &'a Follower<'a>,
    places: &'a [Place],
}

impl Visitor for Texts<'_> {
    fn name(&mut self, _: &mut QualifiedName) {}

    fn namespace(&mut self, _: &mut Name) {}

    fn sql(&mut self, text: &mut SqlText) {
        if self.follower.may_be_in(text.as_str()) || self.follower.may_be_in(text.key()) {
            *text = self.follower.reworded(text, self.places);
        }
    }
}

/// The words right before its name in the statements an object is kept by: `FUNCTION area`, `TRIGGER stamp`.
fn own_words(object: &Object) -> Option<&'static [&'static str]> {
    match object {
        Object::Function(_) => Some(&["FUNCTION", "PROCEDURE", "AGGREGATE"]),
        Object::Trigger(_) => Some(&["TRIGGER"]),
        Object::Definition(it) => Some(match it.kind {
            DefinitionKind::Language => &["LANGUAGE"],
            DefinitionKind::Collation => &["COLLATION"],
            DefinitionKind::Range => &["TYPE"],
            DefinitionKind::Cast | DefinitionKind::Operator => &[],
            DefinitionKind::OperatorFamily => &["FAMILY"],
            DefinitionKind::OperatorClass => &["CLASS"],
            DefinitionKind::TextSearchParser => &["PARSER"],
            DefinitionKind::TextSearchTemplate => &["TEMPLATE"],
            DefinitionKind::TextSearchDictionary => &["DICTIONARY"],
            DefinitionKind::TextSearchConfiguration => &["CONFIGURATION"],
            DefinitionKind::ForeignDataWrapper => &["WRAPPER"],
            DefinitionKind::Statistics => &["STATISTICS"],
            DefinitionKind::Rule => &["RULE"],
            DefinitionKind::EventTrigger => &["TRIGGER"],
            DefinitionKind::Event => &["EVENT"],
            DefinitionKind::VirtualTable => &["TABLE"],
        }),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Composite(_)
        | Object::Sequence(_)
        | Object::Table(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Role(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => None,
    }
}

/// The types of strings that stand for such an object.
fn literals(kind: ObjectKind) -> Literals {
    Literals::Cast(match (role(kind), kind) {
        (Role::Relation, _) => &["regclass"],
        (Role::Type, _) => &["regtype"],
        (Role::Routine, _) => &["regproc", "regprocedure"],
        (Role::Collation, _) => &["regcollation"],
        (Role::Part, ObjectKind::Definition(DefinitionKind::TextSearchConfiguration)) => &["regconfig"],
        (Role::Part, ObjectKind::Definition(DefinitionKind::TextSearchDictionary)) => &["regdictionary"],
        (Role::Part | Role::OperatorClass | Role::Language | Role::Wrapper | Role::Server | Role::Leaf, _) => &[],
    })
}
