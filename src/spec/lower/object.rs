//! Everything but tables.

use super::column::sequence_options;
use super::{Lowering, full_name, items, old_name};
use crate::diagnostic::Diagnostic;
use crate::model::{
    DataType, Extension, Firing, Function, FunctionKind, Namespace, Object, ObjectId, ObjectKind, QualifiedName,
    Sequence, Trigger, Unmanaged,
};
use crate::spec::document::{FunctionDocument, SequenceDocument, SpecDocument, TriggerDocument};
use crate::spec::read::{Either, Keyword, Parameters, Spanned};
use std::collections::BTreeMap;

impl Lowering<'_> {
    /// The objects of a file that tables may need.
    pub fn objects(&mut self, document: &SpecDocument) {
        self.unmanaged(document);
        self.namespaces(document);
        self.extensions(document);
        items(&document.enums).iter().for_each(|it| self.enumeration(it));
        items(&document.domains).iter().for_each(|it| self.domain(it));
        items(&document.composite_types).iter().for_each(|it| self.composite(it));
        items(&document.functions).iter().for_each(|it| self.function(it));
    }

    /// The objects of a file that name tables.
    pub fn after_tables(&mut self, document: &SpecDocument) {
        items(&document.sequences).iter().for_each(|it| self.sequence(it));
        items(&document.views).iter().for_each(|it| self.view(it));
        items(&document.materialized_views).iter().for_each(|it| self.materialized_view(it));
        items(&document.triggers).iter().for_each(|it| self.trigger(it));
        items(&document.policies).iter().for_each(|it| self.policy(it));
        items(&document.publications).iter().for_each(|it| self.publication(it));
        items(&document.servers).iter().for_each(|it| self.server(it));
        items(&document.user_mappings).iter().for_each(|it| self.user_mapping(it));
        items(&document.definitions).iter().for_each(|it| self.definition(it));
    }

    fn unmanaged(&mut self, document: &SpecDocument) {
        for it in items(&document.unmanaged) {
            let unmanaged = match it {
                Either::Short(address) => Unmanaged { address: address.value.clone(), fingerprint: None },
                Either::Long(it) => {
                    Unmanaged { address: it.address.value.clone(), fingerprint: it.fingerprint.clone() }
                }
            };
            self.schema.unmanaged.insert(unmanaged);
        }
    }

    fn namespaces(&mut self, document: &SpecDocument) {
        for it in items(&document.namespaces) {
            let (name, comment, was, owner) = match it {
                Either::Short(name) => (name, None, None, None),
                Either::Long(it) => (&it.name, it.comment.clone(), it.was.as_ref(), it.owner.as_ref()),
            };
            let object = Object::Namespace(Namespace { name: name.value.clone(), comment });
            let was = was.map(|was| ObjectId::new(ObjectKind::Namespace, vec![was.value.clone()]));
            self.rename(&object.id(), was);
            self.note_owner(&object.id(), owner);
            self.insert(object, &name.span);
        }
    }

    fn extensions(&mut self, document: &SpecDocument) {
        for it in items(&document.extensions) {
            let (name, namespace, comment) = match it {
                Either::Short(name) => (name, None, None),
                Either::Long(it) => (&it.name, it.namespace.clone(), it.comment.clone()),
            };
            self.insert(
                Object::Extension(Extension { name: name.value.clone(), namespace, comment, is_fixed: false }),
                &name.span,
            );
        }
    }

    /// Notes the old name, and puts the object in.
    pub fn insert_named(
        &mut self,
        object: Object,
        name: &Spanned<QualifiedName>,
        was: Option<&Spanned<QualifiedName>>,
    ) {
        let id = object.id();
        let new = QualifiedName::new(id.path.len().checked_sub(2).map(|at| id.path[at].clone()), id.name().clone());
        self.rename(&id, was.map(|was| ObjectId::of(id.kind, &old_name(&was.value, &new))));
        self.insert(object, &name.span);
    }

    fn function(&mut self, it: &FunctionDocument) {
        let object = Function {
            name: full_name(&it.name, it.namespace.as_ref()),
            kind: it.kind.map_or(FunctionKind::Function, |Keyword(kind)| kind),
            arguments: it.arguments.as_ref().map(|arguments| self.fragment(arguments)).unwrap_or_default(),
            definition: self.routine_statement(&it.definition),
            returns: it.returns.as_ref().map(|returns| self.fragment(returns)).unwrap_or_default(),
            settings: settings(it.settings.as_ref()),
            comment: it.comment.clone(),
        };
        // An overload: its arguments stay what they are.
        let old =
            it.was.as_ref().map(|was| Function { name: old_name(&was.value, &object.name), ..object.clone() }.id());
        let object = Object::Function(object);
        self.rename(&object.id(), old);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert(object, &it.name.span);
    }

    fn sequence(&mut self, it: &SequenceDocument) {
        let owned_by = it.owned_by.as_ref().and_then(|owner| match &owner.value.columns[..] {
            [column] => {
                self.check_owner(owner, column);
                Some((owner.value.table.clone(), column.clone()))
            }
            _ => {
                let diagnostic = Diagnostic::error("invalid-reference", "a sequence is owned by one column")
                    .at(owner.span.clone(), "expected table(column)");
                self.report(diagnostic);
                None
            }
        });
        let object = Sequence {
            name: full_name(&it.name, it.namespace.as_ref()),
            data_type: it.r#type.as_ref().map_or(DataType::BigInt, |written| self.data_type(written)),
            options: sequence_options(&it.sequence),
            unlogged: it.unlogged.unwrap_or_default(),
            owned_by,
            comment: it.comment.clone(),
        };
        let object = Object::Sequence(object);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert_named(object, &it.name, it.was.as_ref());
    }

    fn trigger(&mut self, it: &TriggerDocument) {
        self.check_watched(&it.table);
        let object = Trigger {
            table: it.table.value.clone(),
            name: it.name.value.clone(),
            definition: self.statement(&it.definition),
            settings: settings(it.settings.as_ref()),
            firing: it.enabled.map_or(Firing::default(), |Keyword(firing)| firing),
            comment: it.comment.clone(),
        };
        let was = it.was.as_ref().map(|was| ObjectId::table(&object.table).member(ObjectKind::Trigger, &was.value));
        self.rename(&object.id(), was);
        self.insert(Object::Trigger(object), &it.name.span);
    }
}

pub fn settings(written: Option<&Parameters>) -> BTreeMap<String, String> {
    written.map(|written| written.0.clone()).unwrap_or_default()
}
