//! Views and materialized views.

use super::{Lowering, full_name, items};
use crate::model::{
    GeneratedNames, Index, IndexStorage, MaterializedView, Name, Object, ObjectId, ObjectKind, Parameters, View,
};
use crate::spec::document::{MaterializedViewDocument, ViewDocument};
use crate::spec::read::{Either, Keyed, NameList};
use std::collections::BTreeMap;

impl Lowering<'_> {
    pub fn view(&mut self, it: &ViewDocument) {
        let defaults = it.column_defaults.iter().flat_map(|defaults| &defaults.0);
        let object = View {
            name: full_name(&it.name, it.namespace.as_ref()),
            columns: it.columns.as_ref().map(NameList::names).unwrap_or_default(),
            query: self.query(&it.query),
            options: options(items(&it.options).iter().map(|option| self.fragment(option))),
            column_comments: column_comments(it.column_comments.as_ref()),
            column_defaults: defaults
                .map(|(column, default)| (Name::from(column.as_str()), self.expression(default)))
                .collect(),
            comment: it.comment.clone(),
        };
        let object = Object::View(object);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert_named(object, &it.name, it.was.as_ref());
    }

    pub fn materialized_view(&mut self, it: &MaterializedViewDocument) {
        let name = full_name(&it.name, it.namespace.as_ref());
        let id = ObjectId::of(ObjectKind::MaterializedView, &name);
        let indexes = self.view_indexes(&id, it);
        if let Some(index) = it.cluster_on.as_ref().filter(|index| !indexes.contains_key(&index.value)) {
            self.report_no_index(&name.name, index, indexes.keys());
        }
        let object = MaterializedView {
            query: self.query(&it.query),
            storage: IndexStorage {
                parameters: self.parameters(it.storage.as_ref()),
                tablespace: it.tablespace.clone(),
            },
            access_method: it.access_method.clone(),
            clustered_on: it.cluster_on.as_ref().map(|index| index.value.clone()),
            column_comments: column_comments(it.column_comments.as_ref()),
            comment: it.comment.clone(),
            name,
            indexes,
        };
        let object = Object::MaterializedView(object);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert_named(object, &it.name, it.was.as_ref());
    }

    fn view_indexes(&mut self, id: &ObjectId, it: &MaterializedViewDocument) -> BTreeMap<Name, Index> {
        let mut names = GeneratedNames::default();
        for index in items(&it.indexes) {
            if let Either::Long(document) = &index.value
                && let Some(written) = &document.name
            {
                names.reserve(&written.value);
            }
        }
        let indexes = items(&it.indexes).iter().map(|index| self.index(id, None, index, &mut names));
        indexes.map(|index| (index.name.clone(), index)).collect()
    }
}

/// A name by itself switches something on.
fn options(written: impl Iterator<Item = String>) -> Parameters {
    let mut options = Parameters::default();
    for option in written {
        let (name, value) = option.split_once('=').unwrap_or((&option, "true"));
        options.insert(name.trim(), value.trim());
    }
    options
}

fn column_comments(written: Option<&Keyed<String>>) -> BTreeMap<Name, String> {
    let comments = written.into_iter().flat_map(|comments| &comments.0);
    comments.map(|(column, comment)| (Name::from(column.as_str()), comment.clone())).collect()
}
