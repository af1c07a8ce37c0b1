//! What points to an object that was renamed: by structure, and by text that the engine keeps as more than text.

mod text;

use crate::dialect::Dialect;
use crate::model::{
    Constraint, DataType, DefinitionKind, IndexKey, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName, Schema,
};
use std::collections::BTreeMap;

/// Puts the new name of an object into everything that refers to it. `ids` are its addresses, `names` what it is called in statements.
pub(super) fn renamed(dialect: &dyn Dialect, schema: &mut Schema, ids: Pair<&ObjectId>, names: Pair<QualifiedName>) {
    let follower = Follower { dialect, ids, names };
    let mut addresses = BTreeMap::from([(ids.from.clone(), ids.to.clone())]);
    for (id, mut object) in std::mem::take(&mut schema.objects) {
        follower.structure(&mut object);
        follower.texts(&id, &mut object);
        // A function is known by the types of its arguments too.
        let new = object.id();
        if new != id {
            addresses.insert(id, new);
        }
        schema.insert(object);
    }
    schema.follow(&addresses);
}

struct Follower<'a> {
    dialect: &'a dyn Dialect,
    ids: Pair<&'a ObjectId>,
    names: Pair<QualifiedName>,
}

/// What an object is to those that refer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Rows to read; also the type of such a row.
    Relation,
    Type,
    Collation,
    /// Part of text search, or an operator family: other definitions name it.
    Part,
    OperatorClass,
    Routine,
    Language,
    Wrapper,
    Server,
    /// Nothing refers to it.
    Leaf,
}

fn role(kind: ObjectKind) -> Role {
    match kind {
        ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Sequence => Role::Relation,
        ObjectKind::Enum | ObjectKind::Domain | ObjectKind::Composite => Role::Type,
        ObjectKind::Function => Role::Routine,
        ObjectKind::Server => Role::Server,
        ObjectKind::Definition(kind) => match kind {
            DefinitionKind::Range => Role::Type,
            DefinitionKind::Collation => Role::Collation,
            DefinitionKind::OperatorFamily
            | DefinitionKind::TextSearchParser
            | DefinitionKind::TextSearchTemplate
            | DefinitionKind::TextSearchDictionary
            | DefinitionKind::TextSearchConfiguration => Role::Part,
            DefinitionKind::OperatorClass => Role::OperatorClass,
            DefinitionKind::Language => Role::Language,
            DefinitionKind::ForeignDataWrapper => Role::Wrapper,
            DefinitionKind::VirtualTable => Role::Relation,
            DefinitionKind::Cast
            | DefinitionKind::Operator
            | DefinitionKind::Statistics
            | DefinitionKind::Rule
            | DefinitionKind::EventTrigger
            | DefinitionKind::Event => Role::Leaf,
        },
        ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Publication => Role::Leaf,
        // Renamed elsewhere or not at all.
        ObjectKind::Namespace
        | ObjectKind::Extension
        | ObjectKind::Role
        | ObjectKind::Column
        | ObjectKind::Constraint
        | ObjectKind::Index
        | ObjectKind::EnumValue
        | ObjectKind::Attribute
        | ObjectKind::UserMapping
        | ObjectKind::Owner
        | ObjectKind::Grant
        | ObjectKind::DefaultPrivileges => Role::Leaf,
    }
}

impl Follower<'_> {
    fn role(&self) -> Role {
        role(self.ids.to.kind)
    }

    fn structure(&self, object: &mut Object) {
        match self.role() {
            Role::Relation => self.relation(object),
            Role::Type => self.types(object),
            Role::Collation => self.collations(object),
            Role::OperatorClass => self.operator_classes(object),
            Role::Server => self.server(object),
            Role::Wrapper => {
                if let Object::Server(it) = object {
                    self.swap_bare(&mut it.wrapper);
                }
            }
            Role::Part | Role::Routine | Role::Language | Role::Leaf => {}
        }
    }

    fn swap(&self, name: &mut QualifiedName) {
        if *name == self.names.from {
            *name = self.names.to.clone();
        }
    }

    fn swap_bare(&self, name: &mut Name) {
        if *name == self.names.from.name {
            *name = self.names.to.name.clone();
        }
    }

    fn relation(&self, object: &mut Object) {
        if let Object::Table(table) = object {
            for constraint in table.constraints.values_mut() {
                if let Constraint::ForeignKey(key) = constraint {
                    self.swap(&mut key.references);
                }
            }
            table.options.inherits.iter_mut().for_each(|parent| self.swap(parent));
            table.partition_of.iter_mut().for_each(|partition| self.swap(&mut partition.parent));
        } else if let Object::Sequence(it) = object {
            it.owned_by.iter_mut().for_each(|(table, _)| self.swap(table));
        } else if let Object::Trigger(it) = object {
            self.swap(&mut it.table);
        } else if let Object::Policy(it) = object {
            self.swap(&mut it.table);
        } else if let Object::Definition(it) = object {
            it.table.iter_mut().for_each(|table| self.swap(table));
        } else if let Object::Publication(it) = object
            && let Some(table) = it.tables.remove(&self.names.from)
        {
            it.tables.insert(self.names.to.clone(), table);
        }
        // The rows of a table are a type too.
        self.types(object);
    }

    fn types(&self, object: &mut Object) {
        if let Object::Table(table) = object {
            table.columns.values_mut().for_each(|column| self.data_type(&mut column.data_type));
            table.options.of_type.iter_mut().for_each(|name| self.swap(name));
        } else if let Object::Composite(it) = object {
            it.attributes.values_mut().for_each(|attribute| self.data_type(&mut attribute.data_type));
        } else if let Object::Domain(it) = object {
            self.data_type(&mut it.data_type);
        }
    }

    fn data_type(&self, data_type: &mut DataType) {
        match data_type {
            DataType::Named(name) => self.swap(name),
            DataType::Array(element) => self.data_type(element),
            _ => {}
        }
    }

    fn collations(&self, object: &mut Object) {
        // Those in the search path are written without it.
        let swap_in = |collation: &mut Option<QualifiedName>| {
            collation.iter_mut().for_each(|name| match &name.namespace {
                Some(_) => self.swap(name),
                None => self.swap_bare(&mut name.name),
            });
        };
        if let Object::Table(table) = object {
            table.columns.values_mut().for_each(|column| swap_in(&mut column.collation));
            table.partitioning.iter_mut().flat_map(|it| &mut it.keys).for_each(|key| self.words(&mut key.collation));
        } else if let Object::Composite(it) = object {
            it.attributes.values_mut().for_each(|attribute| swap_in(&mut attribute.collation));
        } else if let Object::Domain(it) = object {
            swap_in(&mut it.collation);
        }
        index_keys(object).for_each(|key| self.words(&mut key.collation));
    }

    fn operator_classes(&self, object: &mut Object) {
        if let Object::Table(table) = object {
            table.partitioning.iter_mut().flat_map(|it| &mut it.keys).for_each(|key| self.words(&mut key.opclass));
        }
        index_keys(object).for_each(|key| self.words(&mut key.opclass));
    }

    fn server(&self, object: &mut Object) {
        if let Object::Table(table) = object {
            table.options.foreign.iter_mut().for_each(|foreign| self.swap_bare(&mut foreign.server));
        } else if let Object::UserMapping(it) = object {
            self.swap_bare(&mut it.server);
        }
    }
}

fn index_keys(object: &mut Object) -> impl Iterator<Item = &mut IndexKey> {
    let indexes = match object {
        Object::Table(table) => Some(&mut table.indexes),
        Object::MaterializedView(view) => Some(&mut view.indexes),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Composite(_)
        | Object::Sequence(_)
        | Object::Function(_)
        | Object::View(_)
        | Object::Trigger(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Role(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Definition(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => None,
    };
    indexes.into_iter().flat_map(|indexes| indexes.values_mut()).flat_map(|index| &mut index.keys)
}
