//! A schema as PostgreSQL would show it back.

mod access;
mod column;
mod constraint;
mod definition;
mod foreign;
mod function;
mod index;
mod inheritance;
mod limits;
mod operator_class;
mod policy;
mod publication;
pub(super) mod storage;
mod table;
mod text;

use super::privilege::Version;
use super::sequence::Effective;
use super::{DEFAULT_NAMESPACE, quote};
use crate::dialect::{Normalized, Note, Unsupported};
use crate::model::{
    Composite, Domain, EnumType, Extension, MaterializedView, Name, Namespace, Object, ObjectId, QualifiedName, Schema,
    Sequence, SequenceOptions, View,
};
use std::collections::{BTreeMap, BTreeSet};

/// The comment that the namespace `public` is born with.
pub(super) const STOCK_COMMENT: &str = "standard public schema";

/// Canonical names, types, defaults and keys; what PostgreSQL cannot hold is told.
pub(super) fn schema(schema: Schema, version: Version) -> Normalized {
    let mut findings = Findings::default();
    let mut addresses = BTreeMap::new();
    let mut objects = Vec::new();
    for (id, object) in schema.objects {
        let Some(object) = self::object(object, &mut findings) else { continue };
        if object.id() != id {
            addresses.insert(id, object.id());
        }
        objects.push(object);
    }
    let mut schema = Schema { unmanaged: schema.unmanaged, dependencies: schema.dependencies, ..Schema::default() };
    for object in objects {
        schema.insert(object);
    }
    schema.follow(&addresses);
    constraint::fill_references(&mut schema);
    inheritance::complete(&mut schema);
    function::qualify_arguments(&mut schema);
    operator_class::complete(&mut schema);
    access::settle(&mut schema, version, &mut findings);
    limits::check(&schema, &mut findings);
    Normalized { schema, unsupported: findings.unsupported, notes: findings.notes.into_iter().collect() }
}

/// What normalization has to tell.
#[derive(Default)]
struct Findings {
    unsupported: Vec<Unsupported>,
    notes: BTreeSet<Note>,
}

impl Findings {
    fn refuse(&mut self, object: ObjectId, message: impl Into<String>, help: impl Into<String>) {
        self.unsupported.push(Unsupported::new(object, message, help));
    }

    fn note(&mut self, object: ObjectId, message: impl Into<String>) {
        self.notes.insert(Note { object, message: message.into() });
    }
}

/// `None` for what is part of every database and thereby no difference.
fn object(mut object: Object, findings: &mut Findings) -> Option<Object> {
    if let Some(comment) = object.comment_mut() {
        trim_comment(comment);
    }
    Some(match object {
        Object::Namespace(it) => Object::Namespace(namespace(it)?),
        Object::Extension(it) => Object::Extension(extension(it)?),
        Object::Enum(it) => Object::Enum(EnumType { name: in_default(it.name), ..it }),
        Object::Domain(it) => Object::Domain(domain(it, findings)),
        Object::Sequence(it) => Object::Sequence(sequence(it)),
        Object::Function(it) => Object::Function(function::function(it, findings)),
        Object::Table(it) => Object::Table(Box::new(table::table(*it, findings))),
        Object::View(it) => Object::View(view(it)),
        Object::MaterializedView(it) => Object::MaterializedView(materialized_view(it)),
        Object::Trigger(it) => Object::Trigger(function::trigger(it, findings)),
        Object::Composite(it) => Object::Composite(composite(it)),
        Object::Policy(it) => Object::Policy(policy::policy(it)),
        Object::Publication(it) => Object::Publication(publication::publication(it, findings)),
        Object::Definition(it) => Object::Definition(definition::definition(it, findings)),
        Object::Server(it) => Object::Server(foreign::server(it)),
        other @ (Object::Role(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_)) => other,
    })
}

/// An empty comment is none.
fn trim_comment(comment: &mut Option<String>) {
    if comment.as_ref().is_some_and(String::is_empty) {
        *comment = None;
    }
}

/// The default namespace is there before us: it counts only where somebody gave it a comment of its own.
fn namespace(namespace: Namespace) -> Option<Namespace> {
    let is_stock = namespace.comment.as_ref().is_none_or(|comment| comment == STOCK_COMMENT);
    (namespace.name.as_str() != DEFAULT_NAMESPACE || !is_stock).then_some(namespace)
}

/// `plpgsql` comes with every database. An extension in the default namespace is where it goes by itself.
fn extension(extension: Extension) -> Option<Extension> {
    let namespace = extension.namespace.filter(|namespace| namespace.as_str() != DEFAULT_NAMESPACE);
    (extension.name.as_str() != "plpgsql").then_some(Extension { namespace, ..extension })
}

fn domain(domain: Domain, findings: &mut Findings) -> Domain {
    let name = in_default(domain.name);
    let id = ObjectId::of(crate::model::ObjectKind::Domain, &name);
    let data_type = column::data_type(domain.data_type);
    Domain {
        default: column::default(domain.default, &data_type, &id, findings),
        collation: domain.collation.map(column::collation),
        checks: domain.checks.into_iter().map(|(name, check)| (name, constraint::check(check))).collect(),
        nullable: domain.nullable,
        comment: domain.comment,
        name,
        data_type,
    }
}

fn sequence(sequence: Sequence) -> Sequence {
    let data_type = column::data_type(sequence.data_type);
    Sequence {
        name: in_default(sequence.name),
        options: sequence_options(&sequence.options, &data_type),
        unlogged: sequence.unlogged,
        owned_by: sequence.owned_by.map(|(table, column)| (in_default(table), column)),
        comment: sequence.comment,
        data_type,
    }
}

fn sequence_options(options: &SequenceOptions, data_type: &crate::model::DataType) -> SequenceOptions {
    Effective::of(options, data_type).without_defaults(data_type)
}

fn view(view: View) -> View {
    View {
        name: in_default(view.name),
        query: text::definition(view.query),
        column_comments: without_empty(view.column_comments),
        column_defaults: view.column_defaults.into_iter().map(|(column, it)| (column, text::expression(it))).collect(),
        options: storage::parameters(&view.options),
        ..view
    }
}

fn materialized_view(view: MaterializedView) -> MaterializedView {
    MaterializedView {
        name: in_default(view.name),
        query: text::definition(view.query),
        indexes: view.indexes.into_iter().map(|(name, it)| (name, index::index(it))).collect(),
        storage: storage::index_storage(view.storage),
        access_method: storage::access_method(view.access_method),
        column_comments: without_empty(view.column_comments),
        ..view
    }
}

fn without_empty(comments: BTreeMap<Name, String>) -> BTreeMap<Name, String> {
    comments.into_iter().filter(|(_, comment)| !comment.is_empty()).collect()
}

fn composite(mut composite: Composite) -> Composite {
    for attribute in composite.attributes.values_mut() {
        trim_comment(&mut attribute.comment);
        attribute.data_type = column::data_type(attribute.data_type.clone());
        attribute.collation = attribute.collation.take().map(column::collation);
    }
    Composite { name: in_default(composite.name), ..composite }
}

fn in_default(name: QualifiedName) -> QualifiedName {
    name.or_namespace(&Name::from(DEFAULT_NAMESPACE))
}

/// SQL of a name (an operator class, a collation) without a namespace that is searched anyway.
fn without_searched_namespace(sql: String) -> String {
    let searched =
        [DEFAULT_NAMESPACE, "pg_catalog"].map(|namespace| format!("{}.", quote::identifier(&namespace.into())));
    match searched.iter().find_map(|prefix| sql.strip_prefix(prefix.as_str())) {
        Some(rest) => rest.to_owned(),
        None => sql,
    }
}

#[cfg(test)]
mod tests;
