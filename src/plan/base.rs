//! What an object or a member of a table stands on: by its structure, by the catalog where that was asked, and else by the names in its SQL.

use super::footprint::{Ids, table_with_members};
use super::names::{Names, is_relation};
use crate::dialect::Dialect;
use crate::model::{
    Check, Column, ColumnDefault, Composite, Constraint, DataType, DefaultPrivileges, Definition, DefinitionKind,
    Domain, ForeignKey, Function, Grantee, Index, IndexTerm, MaterializedView, Name, Object, ObjectId, ObjectKind,
    Pair, Policy, Publication, QualifiedName, Relatives, ReplicaIdentity, Schema, SqlText, Table, TableOptions,
    Trigger,
};
use crate::sql::{Lexeme, lex};
use std::collections::{BTreeMap, BTreeSet};

/// Both sides' names, to resolve what SQL mentions.
pub(super) struct Scene<'a> {
    pub schemas: Pair<&'a Schema>,
    names: Pair<Names>,
    relatives: Pair<Relatives>,
    /// What goes with an object of the start: triggers, policies, rules.
    hanging: BTreeMap<ObjectId, Vec<&'a Object>>,
}

/// What an object or member stands on.
#[derive(Debug, Default)]
pub(super) struct Base {
    /// Must be there.
    pub needs: Ids,
    /// Must be there and look as they shall look at the end.
    pub reads: Ids,
    /// Used by text alone, so perhaps not really.
    pub guesses: Ids,
}

impl<'a> Scene<'a> {
    pub(super) fn of(dialect: &dyn Dialect, schemas: Pair<&'a Schema>) -> Self {
        let names = schemas.map(|schema| Names::of(dialect, schema));
        Self { schemas, names, relatives: schemas.map(Relatives::of), hanging: hanging(schemas.from) }
    }

    pub(super) fn hanging_on(&self, id: &ObjectId) -> impl Iterator<Item = &'a Object> + '_ {
        self.hanging.get(id).into_iter().flatten().copied()
    }

    pub(super) fn from(&'a self) -> Side<'a> {
        Side { schema: self.schemas.from, names: &self.names.from, relatives: &self.relatives.from }
    }

    pub(super) fn to(&'a self) -> Side<'a> {
        Side { schema: self.schemas.to, names: &self.names.to, relatives: &self.relatives.to }
    }
}

/// What goes with each object of a schema, in the order of addresses.
pub(super) fn hanging(schema: &Schema) -> BTreeMap<ObjectId, Vec<&Object>> {
    let mut hanging: BTreeMap<ObjectId, Vec<&Object>> = BTreeMap::new();
    for object in schema.objects.values() {
        object.attached_to().into_iter().for_each(|on| hanging.entry(on).or_default().push(object));
    }
    hanging
}

/// One of the two schemas, and what its objects stand on.
pub(super) struct Side<'a> {
    pub schema: &'a Schema,
    names: &'a Names,
    pub relatives: &'a Relatives,
}

impl Side<'_> {
    /// What an object stands on that may have to be made anew: of a table, each of its members by itself.
    pub(super) fn bases(&self, id: &ObjectId, object: &Object) -> Vec<(ObjectId, Base)> {
        match object {
            Object::Table(table) => self.member_bases(id, table),
            Object::Domain(_)
            | Object::Composite(_)
            | Object::Function(_)
            | Object::View(_)
            | Object::MaterializedView(_)
            | Object::Trigger(_)
            | Object::Policy(_)
            | Object::Publication(_)
            | Object::Definition(_) => vec![(id.clone(), self.base(object))],
            Object::Role(_)
            | Object::Namespace(_)
            | Object::Extension(_)
            | Object::Enum(_)
            | Object::Sequence(_)
            | Object::Server(_)
            | Object::UserMapping(_)
            | Object::Owner(_)
            | Object::Grant(_)
            | Object::DefaultPrivileges(_) => Vec::new(),
        }
    }

    fn member_bases(&self, id: &ObjectId, table: &Table) -> Vec<(ObjectId, Base)> {
        let columns = table.columns.values();
        let columns = columns.map(|it| (id.member(ObjectKind::Column, &it.name), self.column(id, it)));
        let constraints = table.constraints.values();
        let constraints = constraints.map(|it| (id.member(ObjectKind::Constraint, it.name()), self.constraint(id, it)));
        let indexes = table.indexes.values();
        let indexes = indexes.map(|it| (id.member(ObjectKind::Index, &it.name), self.index(id, it)));
        columns.chain(constraints).chain(indexes).collect()
    }

    pub(super) fn base(&self, object: &Object) -> Base {
        let id = object.id();
        let mut base = match object {
            Object::Namespace(_) | Object::Enum(_) | Object::Sequence(_) | Object::Role(_) | Object::Extension(_) => {
                Base::default()
            }
            Object::Domain(it) => self.domain(it),
            Object::Composite(it) => self.composite(it),
            Object::Function(it) => self.function(it),
            Object::Table(it) => self.table(it),
            Object::View(it) => self.query(&id, &it.query),
            Object::MaterializedView(it) => self.materialized_view(&id, it),
            Object::Trigger(it) => self.trigger(it),
            Object::Policy(it) => self.policy(it),
            Object::Publication(it) => self.publication(it),
            Object::Server(it) => {
                let wrapper = ObjectKind::Definition(DefinitionKind::ForeignDataWrapper);
                Base::needing([ObjectId::new(wrapper, vec![it.wrapper.clone()])])
            }
            Object::UserMapping(it) => Base::needing(role(&it.role)),
            Object::Definition(it) => self.definition(it),
            Object::Owner(it) => Base::needing([role_id(&it.role)]),
            Object::Grant(it) => Base::needing(role(&it.to)),
            Object::DefaultPrivileges(it) => default_privileges(it),
        };
        base.reads.extend(object.attached_to().into_iter().filter(|on| self.schema.objects.contains_key(on)));
        if let Object::Sequence(sequence) = object
            && let Some((table, column)) = &sequence.owned_by
        {
            // The owner is set by an ALTER after the table is there; the sequence itself comes first.
            base.guesses.extend([ObjectId::table(table), ObjectId::column(table, column)]);
        }
        base.needs.extend(self.surroundings(&id));
        for own in [&mut base.needs, &mut base.reads, &mut base.guesses] {
            own.remove(&id);
        }
        base
    }

    /// The namespace an object lives in, and the extensions, which may bring types and functions nobody mentions by a known name.
    fn surroundings(&self, id: &ObjectId) -> Ids {
        let namespace = id.path.first().map(|name| ObjectId::new(ObjectKind::Namespace, vec![name.clone()]));
        let extensions = (id.kind != ObjectKind::Namespace && id.kind != ObjectKind::Extension)
            .then(|| self.schema.of_kind(ObjectKind::Extension).map(Object::id));
        let extension_namespace = match self.schema.objects.get(id) {
            Some(Object::Extension(extension)) => extension.namespace.clone(),
            _ => None,
        };
        let extension_namespace = extension_namespace.map(|name| ObjectId::new(ObjectKind::Namespace, vec![name]));
        namespace
            .into_iter()
            .chain(extension_namespace)
            .filter(|id| self.schema.objects.contains_key(id))
            .chain(extensions.into_iter().flatten())
            .collect()
    }

    /// The objects that a text mentions by name.
    pub(super) fn mentioned(&self, text: &SqlText) -> Ids {
        self.names.mentioned(text)
    }

    /// What the catalog says that this stands on.
    fn known(&self, user: &ObjectId) -> Option<Base> {
        let mut base = Base::default();
        for used in self.schema.dependencies.of(user)? {
            if used.kind == ObjectKind::Column {
                base.reads.extend(self.relation_of(used));
                base.reads.insert(used.clone());
            } else if is_relation(used) {
                base.reads.insert(used.clone());
            } else {
                base.needs.insert(used.clone());
            }
        }
        Some(base)
    }

    /// As [`known`](Self::known) of a member of a table, which does not wait for its own table.
    fn known_member(&self, table: &ObjectId, member: &ObjectId) -> Option<Base> {
        let mut base = self.known(member)?;
        base.reads.remove(table);
        base.reads.remove(member);
        Some(base)
    }

    /// The table or view that a column belongs to.
    fn relation_of(&self, column: &ObjectId) -> Option<ObjectId> {
        let path = column.path[..column.path.len() - 1].to_vec();
        [ObjectKind::Table, ObjectKind::View, ObjectKind::MaterializedView]
            .map(|kind| ObjectId::new(kind, path.clone()))
            .into_iter()
            .find(|id| self.schema.objects.contains_key(id))
    }

    fn query(&self, user: &ObjectId, query: &SqlText) -> Base {
        self.known(user).unwrap_or_else(|| {
            let (rest, functions) = self.names.mentioned(query).into_iter().partition(is_relation);
            Base { needs: functions, reads: rest, guesses: Ids::new() }
        })
    }

    /// Bodies in strings are looked at when they run, if at all, so all but the types in the signature is a guess.
    fn function(&self, function: &Function) -> Base {
        let (types, rest) = self.names.mentioned(&function.definition).into_iter().partition(is_type);
        let known = self.known(&function.id());
        let mut base = known.unwrap_or_else(|| Base { needs: types, ..Base::default() });
        base.guesses = rest;
        // What is made over the function may run it at once: an index its expression, a materialized view its query.
        base.guesses.extend(self.names.mentioned_in_bodies(&function.definition));
        base
    }

    /// Code that is bound to functions when it is made, and to the rest perhaps when it runs.
    fn code(&self, user: &ObjectId, definition: &SqlText) -> Base {
        self.known(user).unwrap_or_else(|| {
            let is_function = |id: &ObjectId| id.kind == ObjectKind::Function;
            let (needs, guesses) = self.names.mentioned(definition).into_iter().partition(is_function);
            Base { needs, guesses, ..Base::default() }
        })
    }

    fn trigger(&self, it: &Trigger) -> Base {
        let mut base = self.code(&it.id(), &it.definition);
        base.needs.extend(self.neighbour(it));
        base
    }

    /// The trigger of the same table that this one fires next to: MySQL's `FOLLOWS other`, `PRECEDES other`.
    fn neighbour(&self, trigger: &Trigger) -> Option<ObjectId> {
        let lexemes = lex(self.names.syntax(), trigger.definition.as_str()).ok()?;
        let is_order = |word: &Lexeme<'_>| word.is_word("FOLLOWS") || word.is_word("PRECEDES");
        let other = lexemes.windows(3).find(|words| words[0].is_word("ROW") && is_order(&words[1]))?[2].identifier()?;
        let id = ObjectId::table(&trigger.table).member(ObjectKind::Trigger, &Name::from(other));
        self.schema.objects.contains_key(&id).then_some(id)
    }

    /// What the text mentions is needed; relations are read.
    fn definition(&self, it: &Definition) -> Base {
        let mut base = self.query(&it.id(), &it.definition);
        // Of two kinds that may share a name, the text means the one that is there before.
        base.needs.retain(|used| !matches!(used.kind, ObjectKind::Definition(kind) if is_never_used(it.kind, kind)));
        if matches!(it.kind, DefinitionKind::OperatorClass | DefinitionKind::OperatorFamily) {
            base.needs.extend(self.operators_in(it.definition.as_str()));
            // The catalog says it of a class's family, which may be made with it.
            let is_function = |id: &ObjectId| id.kind == ObjectKind::Function;
            base.needs.extend(self.names.mentioned(&it.definition).into_iter().filter(is_function));
        }
        base
    }

    /// Operators whose symbol is anywhere in the text.
    fn operators_in(&self, text: &str) -> impl Iterator<Item = ObjectId> {
        self.schema.of_kind(ObjectKind::Definition(DefinitionKind::Operator)).filter_map(move |object| match object {
            Object::Definition(it) if text.contains(it.name.name.as_str()) => Some(it.id()),
            _ => None,
        })
    }

    /// A collation of the default namespace goes by its bare name.
    fn collations<'b>(&'b self, name: Option<&'b QualifiedName>) -> impl Iterator<Item = ObjectId> + 'b {
        let meant = move |it: &Definition| {
            name.is_some_and(|name| {
                it.name.name == name.name && (name.namespace.is_none() || it.name.namespace == name.namespace)
            })
        };
        self.schema.of_kind(ObjectKind::Definition(DefinitionKind::Collation)).filter_map(move |object| match object {
            Object::Definition(it) if meant(it) => Some(it.id()),
            _ => None,
        })
    }

    fn domain(&self, it: &Domain) -> Base {
        let mut base = self.data_type(&it.data_type);
        base.needs.extend(self.collations(it.collation.as_ref()));
        let default = it.default.iter().filter_map(|default| match default {
            ColumnDefault::Expression(text) => Some(text),
            ColumnDefault::Literal(_) => None,
        });
        let texts: Vec<&SqlText> = it.checks.values().map(|check| &check.expression).chain(default).collect();
        // An alteration may leave them out on purpose.
        if !texts.is_empty() {
            base.extend(
                self.known(&ObjectId::of(ObjectKind::Domain, &it.name))
                    .unwrap_or_else(|| Base::needing(texts.iter().flat_map(|text| self.names.mentioned(text)))),
            );
        }
        base
    }

    fn composite(&self, it: &Composite) -> Base {
        let mut base = Base::default();
        for attribute in it.attributes.values() {
            base.extend(self.data_type(&attribute.data_type));
            base.needs.extend(self.collations(attribute.collation.as_ref()));
        }
        base
    }

    fn policy(&self, it: &Policy) -> Base {
        let mut base = self.known(&it.id()).unwrap_or_else(|| {
            let mut base = Base::default();
            for text in it.using.iter().chain(&it.check) {
                base.extend(self.query(&it.id(), text));
            }
            base
        });
        base.needs.extend(it.roles.iter().flat_map(role));
        base
    }

    fn publication(&self, it: &Publication) -> Base {
        let mut base = Base::default();
        for (table, published) in &it.tables {
            let id = ObjectId::table(table);
            base.reads.extend(published.columns.iter().map(|column| id.member(ObjectKind::Column, column)));
            base.reads.extend(published.predicate.iter().flat_map(|text| self.expression(&id, text).reads));
            // Not `reads`: a column is dropped only once no publication names it.
            base.needs.insert(id);
        }
        base.needs.extend(it.namespaces.iter().map(|name| ObjectId::new(ObjectKind::Namespace, vec![name.clone()])));
        base
    }

    /// What the options of a table point to.
    fn materialized_view(&self, id: &ObjectId, it: &MaterializedView) -> Base {
        let mut base = self.query(id, &it.query);
        base.needs.extend(it.clustered_on.iter().map(|index| id.member(ObjectKind::Index, index)));
        base
    }

    pub(super) fn options(&self, table: &ObjectId, options: &TableOptions) -> Base {
        let mut base = Base::default();
        base.reads.extend(options.inherits.iter().map(ObjectId::table));
        base.needs.extend(options.of_type.iter().map(|name| ObjectId::of(ObjectKind::Composite, name)));
        let server = options.foreign.iter().map(|it| ObjectId::new(ObjectKind::Server, vec![it.server.clone()]));
        base.needs.extend(server);
        let replica = match &options.replica_identity {
            ReplicaIdentity::Index(name) => Some(name),
            ReplicaIdentity::Default | ReplicaIdentity::Full | ReplicaIdentity::Nothing => None,
        };
        for index in replica.into_iter().chain(&options.clustered_on) {
            base.needs.extend([ObjectKind::Index, ObjectKind::Constraint].map(|kind| table.member(kind, index)));
        }
        base
    }

    fn table(&self, table: &Table) -> Base {
        let id = table.id();
        let mut base = Base::default();
        for column in table.columns.values() {
            base.extend(self.column(&id, column));
        }
        // Foreign keys inside CREATE TABLE are those of an engine that does not look whether the other table is there yet; going away, they
        // hold the other table back.
        for constraint in table.constraints.values() {
            match constraint {
                Constraint::ForeignKey(key) => {
                    base.guesses.insert(ObjectId::table(&key.references));
                    let keys = self.schema.table(&key.references).into_iter().flat_map(|table| keys_over(table, key));
                    base.guesses.extend(keys);
                }
                other => base.extend(self.constraint(&id, other)),
            }
        }
        let mut options = self.options(&id, &table.options);
        // The indexes they name are made later, and so are they.
        options.needs.retain(|id| !matches!(id.kind, ObjectKind::Index | ObjectKind::Constraint));
        base.extend(options);
        for key in table.partitioning.iter().flat_map(|partitioning| &partitioning.keys) {
            if let IndexTerm::Expression(text) = &key.term {
                base.needs.extend(self.names.mentioned(text));
            }
        }
        base.needs.extend(table.partition_of.iter().map(|partition| ObjectId::table(&partition.parent)));
        table.indexes.values().for_each(|index| base.extend(self.index(&id, index)));
        let own_members = table_with_members(table);
        base.needs.retain(|id| !own_members.contains(id));
        base.reads.retain(|id| !own_members.contains(id));
        base
    }

    pub(super) fn column(&self, table: &ObjectId, column: &Column) -> Base {
        let id = table.member(ObjectKind::Column, &column.name);
        let mut base = self.data_type(&column.data_type);
        base.needs.extend(self.collations(column.collation.as_ref()));
        if let Some(ColumnDefault::Expression(text)) = &column.default {
            let known = self.known(&id).map(|known| known.needs);
            let needs = known.unwrap_or_else(|| self.names.mentioned(text));
            base.needs.extend(needs.into_iter().filter(|id| !is_relation(id)));
        }
        if let Some(generated) = &column.generated {
            base.extend(self.known_member(table, &id).unwrap_or_else(|| self.expression(table, &generated.expression)));
        }
        base.reads.remove(&id);
        base
    }

    fn data_type(&self, data_type: &DataType) -> Base {
        let mut base = Base::default();
        let mut innermost = data_type;
        while let DataType::Array(element) = innermost {
            innermost = element;
        }
        if let Some(name) = innermost.named() {
            let ids = TYPES.map(|kind| ObjectId::of(kind, name));
            base.reads.extend(ids.into_iter().filter(|id| self.schema.objects.contains_key(id)));
        }
        base
    }

    /// An expression over the columns of one table.
    fn expression(&self, table: &ObjectId, text: &SqlText) -> Base {
        let identifiers = self.names.identifiers(text);
        let columns = match self.schema.objects.get(table) {
            Some(Object::Table(table)) => Some(&table.columns),
            _ => None,
        };
        let is_mentioned = |name: &&Name| identifiers.contains(&vec![self.names.fold(name.as_str())]);
        let columns = columns.into_iter().flat_map(|columns| columns.keys()).filter(is_mentioned);
        let others = self.names.meant(&identifiers).into_iter().filter(|id| !is_relation(id));
        Base {
            needs: others.collect(),
            reads: columns.map(|name| table.member(ObjectKind::Column, name)).collect(),
            guesses: Ids::new(),
        }
    }

    pub(super) fn constraint(&self, table: &ObjectId, constraint: &Constraint) -> Base {
        let columns = constraint.columns();
        let mut base = Base {
            reads: columns.into_iter().map(|name| table.member(ObjectKind::Column, name)).collect(),
            ..Base::default()
        };
        match constraint {
            Constraint::PrimaryKey(_) | Constraint::Unique(_) => {}
            Constraint::Check(Check { name, expression, .. }) => {
                let known = self.known_member(table, &table.member(ObjectKind::Constraint, name));
                base.extend(known.unwrap_or_else(|| self.expression(table, expression)));
            }
            Constraint::ForeignKey(key) => base.extend(self.foreign_key(key)),
            Constraint::Exclude(exclude) => {
                let known = self.known_member(table, &table.member(ObjectKind::Constraint, &exclude.name));
                base.extend(known.unwrap_or_default());
                let expressions = exclude.elements.iter().filter_map(|element| match &element.key.term {
                    IndexTerm::Expression(text) => Some(text),
                    IndexTerm::Column(_) => None,
                });
                for text in expressions.chain(&exclude.predicate) {
                    base.extend(self.expression(table, text));
                }
            }
        }
        base
    }

    /// The other table, its columns, and the key that makes them unique.
    fn foreign_key(&self, key: &ForeignKey) -> Base {
        let id = ObjectId::table(&key.references);
        let mut base = Base { needs: Ids::from([id.clone()]), ..Base::default() };
        base.reads.extend(key.referenced_columns.iter().map(|name| id.member(ObjectKind::Column, name)));
        if let Some(table) = self.schema.table(&key.references) {
            base.needs.extend(keys_over(table, key));
        }
        base
    }

    pub(super) fn index(&self, table: &ObjectId, index: &Index) -> Base {
        let mut base = self.known_member(table, &table.member(ObjectKind::Index, &index.name)).unwrap_or_default();
        for key in &index.keys {
            match &key.term {
                IndexTerm::Column(name) => {
                    base.reads.insert(table.member(ObjectKind::Column, name));
                }
                IndexTerm::Expression(text) => base.extend(self.expression(table, text)),
            }
        }
        base.reads.extend(index.include.iter().map(|name| table.member(ObjectKind::Column, name)));
        if let Some(predicate) = &index.predicate {
            base.extend(self.expression(table, predicate));
        }
        base
    }
}

impl Base {
    fn needing(ids: impl IntoIterator<Item = ObjectId>) -> Self {
        Self { needs: ids.into_iter().collect(), ..Self::default() }
    }

    fn extend(&mut self, other: Self) {
        self.needs.extend(other.needs);
        self.reads.extend(other.reads);
        self.guesses.extend(other.guesses);
    }
}

/// The kinds whose name is the name of a type.
const TYPES: [ObjectKind; 7] = [
    ObjectKind::Enum,
    ObjectKind::Domain,
    ObjectKind::Composite,
    ObjectKind::Definition(DefinitionKind::Range),
    ObjectKind::Table,
    ObjectKind::View,
    ObjectKind::MaterializedView,
];

/// Whether the first kind is never made of things of the second, though they may share a name.
fn is_never_used(by: DefinitionKind, kind: DefinitionKind) -> bool {
    use DefinitionKind::{
        OperatorClass, OperatorFamily, TextSearchConfiguration, TextSearchDictionary, TextSearchParser,
        TextSearchTemplate,
    };
    matches!(
        (by, kind),
        (OperatorFamily, OperatorClass)
            | (TextSearchParser, TextSearchTemplate | TextSearchDictionary)
            | (TextSearchTemplate, TextSearchParser | TextSearchDictionary)
            | (TextSearchDictionary, TextSearchParser)
            | (TextSearchParser | TextSearchTemplate | TextSearchDictionary, TextSearchConfiguration)
    )
}

fn is_type(id: &ObjectId) -> bool {
    TYPES.contains(&id.kind) && !is_relation(id)
}

pub(super) fn role_id(name: &Name) -> ObjectId {
    ObjectId::new(ObjectKind::Role, vec![name.clone()])
}

/// The role, where one is named.
pub(super) fn role(grantee: &Grantee) -> Option<ObjectId> {
    match grantee {
        Grantee::Role(name) => Some(role_id(name)),
        Grantee::Public | Grantee::Owner => None,
    }
}

fn default_privileges(it: &DefaultPrivileges) -> Base {
    let namespace = it.namespace.iter().map(|name| ObjectId::new(ObjectKind::Namespace, vec![name.clone()]));
    Base::needing(it.role.iter().map(role_id).chain(role(&it.to)).chain(namespace))
}

/// Constraints and unique indexes over exactly the columns that the foreign key references, in any order.
fn keys_over<'a>(table: &'a Table, key: &ForeignKey) -> impl Iterator<Item = ObjectId> + 'a {
    let id = table.id();
    let wanted: BTreeSet<_> = key.referenced_columns.iter().cloned().collect();
    let constraints = {
        let (id, wanted) = (id.clone(), wanted.clone());
        table.constraints.values().filter_map(move |constraint| {
            let is_key = matches!(constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_));
            let columns: BTreeSet<_> = constraint.columns().into_iter().cloned().collect();
            (is_key && columns == wanted).then(|| id.member(ObjectKind::Constraint, constraint.name()))
        })
    };
    let indexes = table.indexes.values().filter_map(move |index| {
        let columns: BTreeSet<_> = index.keys.iter().filter_map(|key| key.column().cloned()).collect();
        (index.unique && columns == wanted).then(|| id.member(ObjectKind::Index, &index.name))
    });
    constraints.chain(indexes)
}
