//! Everything but tables.

use super::column::sequence_options;
use super::{Lowering, full_name, items, old_name};
use crate::diagnostic::Diagnostic;
use crate::model::{
    DataType, Domain, EnumType, Extension, Firing, Function, FunctionKind, GeneratedNames, IndexStorage,
    MaterializedView, Name, Namespace, Object, ObjectId, ObjectKind, QualifiedName, Sequence, Trigger, Unmanaged, View,
};
use crate::spec::document::{
    DomainDocument, EnumDocument, FunctionDocument, MaterializedViewDocument, SequenceDocument, SpecDocument,
    TriggerDocument, ViewDocument,
};
use crate::spec::read::{Either, Keyword, NameList, Opaque, Parameters, Spanned};
use std::collections::BTreeMap;

impl Lowering<'_> {
    /// The objects of a file that tables may need.
    pub fn objects(&mut self, document: &SpecDocument) {
        self.unmanaged(document);
        self.refuse_unmanaged_kind("policies", items(&document.policies));
        self.refuse_unmanaged_kind("grants", items(&document.grants));
        self.namespaces(document);
        self.extensions(document);
        items(&document.enums).iter().for_each(|it| self.enumeration(it));
        items(&document.domains).iter().for_each(|it| self.domain(it));
        items(&document.functions).iter().for_each(|it| self.function(it));
    }

    /// The objects of a file that name tables.
    pub fn after_tables(&mut self, document: &SpecDocument) {
        items(&document.sequences).iter().for_each(|it| self.sequence(it));
        items(&document.views).iter().for_each(|it| self.view(it));
        items(&document.materialized_views).iter().for_each(|it| self.materialized_view(it));
        items(&document.triggers).iter().for_each(|it| self.trigger(it));
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

    fn refuse_unmanaged_kind(&mut self, key: &str, listed: &[Opaque]) {
        if let Some(first) = listed.first() {
            let diagnostic = Diagnostic::error("not-managed", format!("{key} are not managed yet"))
                .at(first.span.clone(), "would have no effect")
                .help("leave the list empty; `dbx inspect` lists what is there under `unmanaged:`");
            self.report(diagnostic);
        }
    }

    fn namespaces(&mut self, document: &SpecDocument) {
        for it in items(&document.namespaces) {
            let (name, comment, was) = match it {
                Either::Short(name) => (name, None, None),
                Either::Long(it) => (&it.name, it.comment.clone(), it.was.as_ref()),
            };
            let object = Object::Namespace(Namespace { name: name.value.clone(), comment });
            let was = was.map(|was| ObjectId::new(ObjectKind::Namespace, vec![was.value.clone()]));
            self.rename(&object.id(), was);
            self.insert(object, &name.span);
        }
    }

    fn extensions(&mut self, document: &SpecDocument) {
        for it in items(&document.extensions) {
            let (name, namespace, comment) = match it {
                Either::Short(name) => (name, None, None),
                Either::Long(it) => (&it.name, it.namespace.clone(), it.comment.clone()),
            };
            self.insert(Object::Extension(Extension { name: name.value.clone(), namespace, comment }), &name.span);
        }
    }

    /// Notes the old name, and puts the object in.
    fn insert_named(&mut self, object: Object, name: &Spanned<QualifiedName>, was: Option<&Spanned<QualifiedName>>) {
        let id = object.id();
        let new = QualifiedName::new(id.path.len().checked_sub(2).map(|at| id.path[at].clone()), id.name().clone());
        self.rename(&id, was.map(|was| ObjectId::of(id.kind, &old_name(&was.value, &new))));
        self.insert(object, &name.span);
    }

    fn enumeration(&mut self, it: &EnumDocument) {
        let mut first = BTreeMap::new();
        let values = it.values.0.as_deref().unwrap_or_default();
        for value in values {
            if let Some(earlier) = first.insert(&value.value, &value.span) {
                let diagnostic =
                    Diagnostic::error("duplicate-name", format!("the value `{}` is there twice", value.value))
                        .at(value.span.clone(), "the second time")
                        .at(earlier.clone(), "the first time");
                self.report(diagnostic);
            }
        }
        let object = EnumType {
            name: full_name(&it.name, it.namespace.as_ref()),
            values: values.iter().map(|value| value.value.clone()).collect(),
            comment: it.comment.clone(),
        };
        self.insert_named(Object::Enum(object), &it.name, it.was.as_ref());
    }

    fn domain(&mut self, it: &DomainDocument) {
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
        self.insert_named(Object::Domain(object), &it.name, it.was.as_ref());
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
        self.insert(Object::Function(object), &it.name.span);
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
            unlogged: false,
            owned_by,
            comment: it.comment.clone(),
        };
        self.insert_named(Object::Sequence(object), &it.name, it.was.as_ref());
    }

    fn view(&mut self, it: &ViewDocument) {
        let object = View {
            name: full_name(&it.name, it.namespace.as_ref()),
            columns: it.columns.as_ref().map(NameList::names).unwrap_or_default(),
            query: self.query(&it.query),
            options: items(&it.options).iter().map(|option| self.fragment(option)).collect(),
            column_comments: BTreeMap::new(),
            column_defaults: BTreeMap::new(),
            comment: it.comment.clone(),
        };
        self.insert_named(Object::View(object), &it.name, it.was.as_ref());
    }

    fn materialized_view(&mut self, it: &MaterializedViewDocument) {
        let name = full_name(&it.name, it.namespace.as_ref());
        let id = ObjectId::of(ObjectKind::MaterializedView, &name);
        let mut names = GeneratedNames::default();
        for index in items(&it.indexes) {
            if let Either::Long(document) = &index.value
                && let Some(written) = &document.name
            {
                names.reserve(&written.value);
            }
        }
        let indexes = items(&it.indexes).iter().map(|index| self.index(&id, None, index, &mut names));
        let indexes = indexes.map(|index| (index.name.clone(), index)).collect();
        let query = self.query(&it.query);
        let object = MaterializedView {
            name,
            query,
            indexes,
            storage: IndexStorage::default(),
            access_method: None,
            clustered_on: None,
            column_comments: BTreeMap::new(),
            comment: it.comment.clone(),
        };
        self.insert_named(Object::MaterializedView(object), &it.name, it.was.as_ref());
    }

    fn trigger(&mut self, it: &TriggerDocument) {
        self.check_watched(&it.table);
        let object = Trigger {
            table: it.table.value.clone(),
            name: it.name.value.clone(),
            definition: self.statement(&it.definition),
            settings: settings(it.settings.as_ref()),
            firing: Firing::default(),
            comment: it.comment.clone(),
        };
        self.insert(Object::Trigger(object), &it.name.span);
    }
}

pub fn settings(written: Option<&Parameters>) -> BTreeMap<String, String> {
    written.map(|written| written.0.clone()).unwrap_or_default()
}
