//! Owners, roles and privileges.

use super::yaml::{Map, Yaml};
use super::{Emitter, name_items};
use crate::model::{
    DefaultPrivileges, Grant, Grantable, GrantableObjects, Grantee, Name, Object, ObjectId, ObjectKind, Owner,
    Privileges, Schema,
};
use crate::spec::read::word_of;
use crate::spec::shorthand::write_name_list;
use std::collections::BTreeMap;

const CURRENT_USER: &str = "CURRENT_USER";

/// The owner of most objects; nobody for the connecting role.
pub fn usual_owner(schema: &Schema) -> Option<Name> {
    let mut counts: BTreeMap<Option<&Name>, usize> = BTreeMap::new();
    for (id, object) in &schema.objects {
        if object.has_owner() {
            *counts.entry(owner(schema, id)).or_default() += 1;
        }
    }
    // Of several with as many, the first: rather the connecting role than another.
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).and_then(|(owner, _)| owner.cloned())
}

fn owner<'a>(schema: &'a Schema, id: &ObjectId) -> Option<&'a Name> {
    match schema.objects.get(&Owner::id_on(id)) {
        Some(Object::Owner(owner)) => Some(&owner.role),
        _ => None,
    }
}

impl Emitter<'_> {
    /// The top-level key.
    pub fn owner(&self) -> Option<&str> {
        let named = self.usual_owner.as_ref().map_or(CURRENT_USER, Name::as_str);
        self.options.manages.owners.then_some(named)
    }

    /// The owner beside an object, where it is not the one that is written at the top.
    pub fn owned(&self, id: &ObjectId, map: Map) -> Map {
        let own = owner(self.schema, id);
        let is_usual = own == self.usual_owner.as_ref() && !self.is_usual_namespace(id);
        let has_owner = self.schema.objects.get(id).is_none_or(Object::has_owner);
        let says = if self.options.manages.owners { has_owner && !is_usual } else { own.is_some() };
        // The default namespace has an owner of its own, whatever is written at the top.
        let says = says && !(own.is_none() && self.is_usual_namespace(id));
        map.maybe("owner", says.then(|| own.map_or(CURRENT_USER, Name::as_str)))
    }

    /// The default namespace where it stands in the schema with nothing but its owner.
    pub fn default_namespace_with_owner(&self) -> Option<Yaml> {
        let usual = self.dialect.as_ref()?.capabilities().default_namespace?;
        let id = ObjectId::new(ObjectKind::Namespace, vec![usual.into()]);
        let is_bare = !self.schema.objects.contains_key(&id) && owner(self.schema, &id).is_some();
        is_bare.then(|| self.owned(&id, Map::default().with("name", usual)).into())
    }

    fn is_usual_namespace(&self, id: &ObjectId) -> bool {
        let usual = self.dialect.as_ref().and_then(|dialect| dialect.capabilities().default_namespace);
        id.kind == ObjectKind::Namespace && usual == Some(id.name().as_str())
    }

    pub fn roles(&self) -> Vec<Yaml> {
        self.schema.of_kind(ObjectKind::Role).map(|role| role.id().name().as_str().into()).collect()
    }

    /// Grantees who may do the same on an object stand together.
    pub fn grants(&self) -> Vec<Yaml> {
        let mut together: BTreeMap<(&ObjectId, &Privileges), Vec<Name>> = BTreeMap::new();
        for object in self.schema.of_kind(ObjectKind::Grant) {
            if let Object::Grant(Grant { on, to, privileges }) = object {
                together.entry((on, privileges)).or_default().push(to.as_name());
            }
        }
        let grant = |((on, privileges), to): ((&ObjectId, &Privileges), Vec<Name>)| {
            let map = Map::default().with("on", self.address(on)).with("to", grantees(&to));
            self.privileges(map, on, privileges).into()
        };
        together.into_iter().map(grant).collect()
    }

    pub fn default_privileges(&self) -> Vec<Yaml> {
        let mut together: BTreeMap<_, Vec<Name>> = BTreeMap::new();
        for object in self.schema.of_kind(ObjectKind::DefaultPrivileges) {
            if let Object::DefaultPrivileges(it) = object {
                let DefaultPrivileges { role, namespace, objects, to, privileges } = it;
                together.entry((role, namespace, *objects, privileges)).or_default().push(to.as_name());
            }
        }
        let defaults = together.into_iter().map(|((role, namespace, objects, privileges), to)| {
            let map = Map::default()
                .maybe("for", role.as_ref().map(Name::as_str))
                .maybe("namespace", namespace.as_ref().map(Name::as_str))
                .with("on", word_of(objects))
                .with("to", grantees(&to));
            let any = ObjectId::new(kind_of(objects), vec!["any".into()]);
            self.privileges(map, &any, privileges).into()
        });
        defaults.collect()
    }

    /// Without the namespace that the engine takes anyway.
    fn address(&self, id: &ObjectId) -> String {
        let usual = self.dialect.as_ref().and_then(|dialect| dialect.capabilities().default_namespace);
        match &id.path[..] {
            [namespace, rest @ ..] if !rest.is_empty() && Some(namespace.as_str()) == usual => {
                ObjectId::new(id.kind, rest.to_vec()).to_string()
            }
            _ => id.to_string(),
        }
    }

    fn privileges(&self, map: Map, on: &ObjectId, privileges: &Privileges) -> Map {
        let grantable: Privileges =
            privileges.iter().filter(|(_, it)| **it == Grantable::Yes).map(|(it, yes)| (it.clone(), *yes)).collect();
        map.with("privileges", self.words(on, privileges)).list("grantable", self.words(on, &grantable))
    }

    /// The words, with the columns they are about behind them; ALL where that says the same.
    fn words(&self, on: &ObjectId, privileges: &Privileges) -> Vec<Yaml> {
        let whole: Vec<&str> =
            privileges.keys().filter(|it| it.column.is_none()).map(|privilege| privilege.word.as_str()).collect();
        let mut columns: BTreeMap<&str, Vec<Name>> = BTreeMap::new();
        for privilege in privileges.keys() {
            columns.entry(&privilege.word).or_default().extend(privilege.column.clone());
        }
        let all = self.dialect.as_ref().map(|dialect| dialect.privileges_by_default(on, &Grantee::Owner));
        let is_all = all.is_some_and(|all| {
            all.len() > 1 && all.len() == whole.len() && all.keys().all(|it| whole.contains(&it.word.as_str()))
        });
        let whole: Vec<&str> = if is_all { vec!["ALL"] } else { whole };
        let of_columns = columns.into_iter().filter(|(_, columns)| !columns.is_empty());
        let of_columns = of_columns.map(|(word, columns)| format!("{word}({})", write_name_list(&columns)));
        whole.into_iter().map(Yaml::from).chain(of_columns.map(Yaml::from)).collect()
    }
}

fn grantees(names: &[Name]) -> Yaml {
    match names {
        [name] => name.as_str().into(),
        _ => name_items(names).into(),
    }
}

fn kind_of(objects: GrantableObjects) -> ObjectKind {
    match objects {
        GrantableObjects::Tables => ObjectKind::Table,
        GrantableObjects::Sequences => ObjectKind::Sequence,
        GrantableObjects::Functions => ObjectKind::Function,
        GrantableObjects::Types => ObjectKind::Enum,
        GrantableObjects::Namespaces => ObjectKind::Namespace,
    }
}
