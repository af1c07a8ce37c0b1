//! Every name and every piece of SQL in a schema, in one fixed order.

use super::{
    ColumnDefault, Constraint, DataType, DefinitionKind, Index, IndexTerm, Name, Object, ObjectId, ObjectKind,
    PartitionBound, QualifiedName, Schema, SqlText,
};
use std::collections::BTreeMap;

/// What a walk over an object meets. Both methods are told about every place, in the same order for equal structures.
pub trait Visitor {
    fn name(&mut self, name: &mut QualifiedName);
    /// A name of a namespace by itself.
    fn namespace(&mut self, name: &mut Name);
    fn sql(&mut self, text: &mut SqlText);
}

impl Schema {
    /// Walks over all objects and files them under the addresses they have then.
    pub fn visit(&mut self, visitor: &mut dyn Visitor) {
        let mut addresses = BTreeMap::new();
        for (id, mut object) in std::mem::take(&mut self.objects) {
            object.visit(visitor);
            let new = object.id();
            if id != new {
                addresses.insert(id, new);
            }
            self.insert(object);
        }
        self.follow(&addresses);
    }

    /// Puts new addresses in place of old ones where objects and dependencies point to them.
    pub fn follow(&mut self, addresses: &BTreeMap<ObjectId, ObjectId>) {
        if addresses.is_empty() {
            return;
        }
        let new_address = |id: &ObjectId| new_address(id, addresses);
        self.dependencies = self.dependencies.map(new_address);
        for (_, mut object) in std::mem::take(&mut self.objects) {
            match &mut object {
                Object::Owner(it) => it.on = new_address(&it.on),
                Object::Grant(it) => it.on = new_address(&it.on),
                Object::Role(_)
                | Object::Namespace(_)
                | Object::Extension(_)
                | Object::Enum(_)
                | Object::Domain(_)
                | Object::Composite(_)
                | Object::Sequence(_)
                | Object::Function(_)
                | Object::Table(_)
                | Object::View(_)
                | Object::MaterializedView(_)
                | Object::Trigger(_)
                | Object::Policy(_)
                | Object::Publication(_)
                | Object::Server(_)
                | Object::UserMapping(_)
                | Object::Definition(_)
                | Object::DefaultPrivileges(_) => {}
            }
            self.insert(object);
        }
    }
}

/// The address itself, or that of the member of a table or view, under its new one.
fn new_address(id: &ObjectId, addresses: &BTreeMap<ObjectId, ObjectId>) -> ObjectId {
    if let Some(new) = addresses.get(id) {
        return new.clone();
    }
    let Some(table) = id.parent_table() else { return id.clone() };
    let relations = [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView];
    let new = relations.into_iter().find_map(|kind| addresses.get(&ObjectId::new(kind, table.path.clone())));
    new.map_or_else(|| id.clone(), |relation| relation.member(id.kind, id.name()))
}

impl Object {
    pub fn visit(&mut self, visitor: &mut dyn Visitor) {
        match self {
            Self::Namespace(it) => visitor.namespace(&mut it.name),
            Self::Extension(it) => it.namespace.iter_mut().for_each(|name| visitor.namespace(name)),
            Self::Enum(it) => visitor.name(&mut it.name),
            Self::Domain(it) => {
                visitor.name(&mut it.name);
                data_type(&mut it.data_type, visitor);
                it.collation.iter_mut().for_each(|name| visitor.name(name));
                default(it.default.as_mut(), visitor);
                it.checks.values_mut().for_each(|check| visitor.sql(&mut check.expression));
            }
            Self::Sequence(it) => {
                visitor.name(&mut it.name);
                it.owned_by.iter_mut().for_each(|(table, _)| visitor.name(table));
            }
            Self::Function(it) => {
                visitor.name(&mut it.name);
                words(&mut it.arguments, visitor);
                words(&mut it.returns, visitor);
                visitor.sql(&mut it.definition);
            }
            Self::Table(it) => {
                visitor.name(&mut it.name);
                for column in it.columns.values_mut() {
                    data_type(&mut column.data_type, visitor);
                    column.collation.iter_mut().for_each(|name| visitor.name(name));
                    default(column.default.as_mut(), visitor);
                    column.on_update.iter_mut().for_each(|text| visitor.sql(text));
                    column.identity.iter_mut().filter_map(|it| it.sequence.as_mut()).for_each(|it| visitor.name(it));
                    column.generated.iter_mut().for_each(|generated| visitor.sql(&mut generated.expression));
                }
                it.constraints.values_mut().for_each(|it| constraint(it, visitor));
                it.indexes.values_mut().for_each(|it| index(it, visitor));
                for key in it.partitioning.iter_mut().flat_map(|partitioning| &mut partitioning.keys) {
                    term(&mut key.term, visitor);
                }
                it.options.inherits.iter_mut().chain(&mut it.options.of_type).for_each(|name| visitor.name(name));
                if let Some(partition) = &mut it.partition_of {
                    visitor.name(&mut partition.parent);
                    if let PartitionBound::Values(text) = &mut partition.bound {
                        visitor.sql(text);
                    }
                }
            }
            Self::View(it) => {
                visitor.name(&mut it.name);
                visitor.sql(&mut it.query);
                it.column_defaults.values_mut().for_each(|text| visitor.sql(text));
            }
            Self::MaterializedView(it) => {
                visitor.name(&mut it.name);
                visitor.sql(&mut it.query);
                it.indexes.values_mut().for_each(|it| index(it, visitor));
            }
            Self::Trigger(it) => {
                visitor.name(&mut it.table);
                visitor.sql(&mut it.definition);
            }
            Self::Composite(it) => {
                visitor.name(&mut it.name);
                for attribute in it.attributes.values_mut() {
                    data_type(&mut attribute.data_type, visitor);
                    attribute.collation.iter_mut().for_each(|name| visitor.name(name));
                }
            }
            Self::Policy(it) => {
                visitor.name(&mut it.table);
                it.using.iter_mut().chain(&mut it.check).for_each(|text| visitor.sql(text));
            }
            Self::Publication(it) => {
                for (mut name, mut table) in std::mem::take(&mut it.tables) {
                    visitor.name(&mut name);
                    table.predicate.iter_mut().for_each(|text| visitor.sql(text));
                    it.tables.insert(name, table);
                }
                it.namespaces = std::mem::take(&mut it.namespaces)
                    .into_iter()
                    .map(|mut name| {
                        visitor.namespace(&mut name);
                        name
                    })
                    .collect();
            }
            Self::Definition(it) => {
                if it.kind.has_namespace() {
                    visitor.name(&mut it.name);
                } else if it.kind == DefinitionKind::Cast {
                    let mut types = it.name.name.as_str().to_owned();
                    words(&mut types, visitor);
                    it.name.name = Name::new(types);
                }
                words(&mut it.signature, visitor);
                it.table.iter_mut().for_each(|name| visitor.name(name));
                visitor.sql(&mut it.definition);
            }
            Self::DefaultPrivileges(it) => it.namespace.iter_mut().for_each(|name| visitor.namespace(name)),
            // They point to other objects by address: `Schema::follow`.
            Self::Owner(_) | Self::Grant(_) => {}
            Self::Role(_) | Self::Server(_) | Self::UserMapping(_) => {}
        }
    }
}

/// Names of types, which are part of an address.
fn words(text: &mut String, visitor: &mut dyn Visitor) {
    let mut sql = SqlText::new(text.as_str());
    visitor.sql(&mut sql);
    sql.as_str().clone_into(text);
}

fn data_type(data_type: &mut DataType, visitor: &mut dyn Visitor) {
    let mut innermost = data_type;
    while let DataType::Array(element) = innermost {
        innermost = element;
    }
    if let DataType::Named(name) = innermost {
        visitor.name(name);
    }
}

fn default(default: Option<&mut ColumnDefault>, visitor: &mut dyn Visitor) {
    if let Some(ColumnDefault::Expression(text)) = default {
        visitor.sql(text);
    }
}

fn constraint(constraint: &mut Constraint, visitor: &mut dyn Visitor) {
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) => {}
        Constraint::Check(it) => visitor.sql(&mut it.expression),
        Constraint::ForeignKey(it) => visitor.name(&mut it.references),
        Constraint::Exclude(it) => {
            it.elements.iter_mut().for_each(|element| term(&mut element.key.term, visitor));
            it.predicate.iter_mut().for_each(|text| visitor.sql(text));
        }
    }
}

fn index(index: &mut Index, visitor: &mut dyn Visitor) {
    index.keys.iter_mut().for_each(|key| term(&mut key.term, visitor));
    index.predicate.iter_mut().for_each(|text| visitor.sql(text));
}

fn term(term: &mut IndexTerm, visitor: &mut dyn Visitor) {
    if let IndexTerm::Expression(text) = term {
        visitor.sql(text);
    }
}
