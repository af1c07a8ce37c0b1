//! Enums, domains and composite types.

use super::{Lowering, full_name, items};
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Attribute, Composite, Domain, EnumType, GeneratedNames, Name, Object, ObjectId, ObjectKind};
use crate::spec::document::{AttributeDocument, CompositeDocument, DomainDocument, EnumDocument, EnumValueDocument};
use crate::spec::read::{Either, Spanned};
use indexmap::IndexMap;
use std::collections::BTreeMap;

impl EnumValueDocument {
    /// A value, in its short or long form.
    pub fn value(written: &Either<Spanned<String>, Self>) -> &Spanned<String> {
        match written {
            Either::Short(value) => value,
            Either::Long(document) => &document.name,
        }
    }
}

impl Lowering<'_> {
    pub fn enumeration(&mut self, it: &EnumDocument) {
        let name = full_name(&it.name, it.namespace.as_ref());
        let id = ObjectId::of(ObjectKind::Enum, &name);
        let values = it.values.0.as_deref().unwrap_or_default();
        self.check_values(values);
        for value in values {
            if let Either::Long(EnumValueDocument { name, was: Some(was) }) = value {
                let member = |value: &str| id.member(ObjectKind::EnumValue, &Name::new(value));
                self.rename(&member(&name.value), Some(member(&was.value)));
            }
        }
        let values = values.iter().map(|value| EnumValueDocument::value(value).value.clone()).collect();
        let object = EnumType { name, values, comment: it.comment.clone() };
        let object = Object::Enum(object);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert_named(object, &it.name, it.was.as_ref());
    }

    /// No value is there twice, and none was what another one is.
    fn check_values(&mut self, values: &[Either<Spanned<String>, EnumValueDocument>]) {
        let mut first = BTreeMap::new();
        for value in values.iter().map(EnumValueDocument::value) {
            if let Some(earlier) = first.insert(&value.value, &value.span) {
                self.report_twice(&format!("the value `{}`", value.value), &value.span, earlier);
            }
        }
        for value in values {
            if let Either::Long(EnumValueDocument { was: Some(was), .. }) = value
                && let Some(taken) = first.get(&was.value)
            {
                let diagnostic =
                    Diagnostic::error("conflicting-keys", format!("the value `{}` is renamed and stays", was.value))
                        .at(was.span.clone(), "was this value before")
                        .at((*taken).clone(), "and this is it still")
                        .help("take the `was:` away, or the value");
                self.report(diagnostic);
            }
        }
    }

    fn report_twice(&mut self, what: &str, second: &Span, first: &Span) {
        let diagnostic = Diagnostic::error("duplicate-name", format!("{what} is there twice"))
            .at(second.clone(), "the second time")
            .at(first.clone(), "the first time");
        self.report(diagnostic);
    }

    pub fn composite(&mut self, it: &CompositeDocument) {
        let name = full_name(&it.name, it.namespace.as_ref());
        let id = ObjectId::of(ObjectKind::Composite, &name);
        let mut attributes = IndexMap::new();
        for document in it.attributes.0.as_deref().unwrap_or_default() {
            let member = id.member(ObjectKind::Attribute, &document.name.value);
            if self.note(&member, &document.name.span) {
                let was = document.was.as_ref().map(|was| id.member(ObjectKind::Attribute, &was.value));
                self.rename(&member, was);
                attributes.insert(document.name.value.clone(), self.attribute(document));
            }
        }
        let object = Composite { name, attributes, comment: it.comment.clone() };
        let object = Object::Composite(object);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert_named(object, &it.name, it.was.as_ref());
    }

    fn attribute(&mut self, it: &AttributeDocument) -> Attribute {
        Attribute {
            name: it.name.value.clone(),
            data_type: self.required_type(&it.r#type),
            collation: it.collation.clone(),
            comment: it.comment.clone(),
        }
    }

    pub fn domain(&mut self, it: &DomainDocument) {
        let name = full_name(&it.name, it.namespace.as_ref());
        let data_type = self.required_type(&it.r#type);
        let mut names = GeneratedNames::default();
        for check in items(&it.checks) {
            if let Either::Long(document) = check
                && let Some(written) = &document.name
            {
                names.reserve(&written.value);
            }
        }
        let mut checks = BTreeMap::new();
        for document in items(&it.checks) {
            let choose = |written: Option<&Spanned<Name>>| {
                names.choose(written.map(|written| written.value.clone()), &name.name, &[], "check")
            };
            let (check, span) = self.built_check(document, choose);
            let id = ObjectId::of(ObjectKind::Domain, &name).member(ObjectKind::Constraint, &check.name);
            if self.note(&id, &span) {
                checks.insert(check.name.clone(), check);
            }
        }
        let default = it.default.as_ref().and_then(|default| self.default_value(default, &data_type));
        let object = Domain {
            name,
            data_type,
            nullable: it.nullable.unwrap_or(true),
            default,
            collation: it.collation.clone(),
            checks,
            comment: it.comment.clone(),
        };
        let object = Object::Domain(object);
        self.note_owner(&object.id(), it.owner.as_ref());
        self.insert_named(object, &it.name, it.was.as_ref());
    }
}
