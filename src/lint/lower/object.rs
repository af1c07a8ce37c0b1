//! CREATE and ALTER of what is no table or index, and COMMENT.

use super::Lowering;
use crate::lint::act::Act;
use crate::lint::query::may_write;
use crate::lint::statement::{AlterObject, CreateObject, Drop, ObjectChange};
use crate::model::{
    Cause, Check, Definition, DefinitionKind, Domain, EnumType, Extension, Firing, Function, FunctionKind, Grantee,
    LockMode, Manner, MaterializedView, Name, NameOrigin, Namespace, Object, ObjectId, ObjectKind, Pair, Policy,
    PolicyCommand, QualifiedName, Sequence, SequenceOptions, SqlText, Step, TableChange, Trigger, Utility, View,
};
use std::collections::{BTreeMap, BTreeSet};

impl Lowering<'_> {
    pub(super) fn create_object(&mut self, written: &CreateObject) {
        if let Some(what) = beyond(written.kind) {
            self.unweighed(what);
        }
        if written.kind == ObjectKind::MaterializedView
            && let Some(why) = may_write(self.dialect.capabilities().syntax, query_of(&written.text))
        {
            self.opaque("a query", &why);
        }
        if written.kind == ObjectKind::Publication {
            self.published(&written.text);
        }
        let Some(object) = self.object(written) else { return };
        if written.replaces && is_replaced_by_dropping(written.kind) {
            self.drop(&Drop::of(written.kind, &written.name));
        }
        if let Some(table) = &written.on {
            self.relation(table, false);
        }
        let old = self.world.schema.objects.get(&object.id()).cloned();
        if written.if_not_exists && old.is_some() {
            return;
        }
        match old.filter(|_| written.replaces) {
            Some(from) => self.act(Act::step(Step::Replace(Pair::new(from, object)))),
            None => {
                let manner = Manner { unfilled: is_unfilled(&written.text), ..Manner::default() };
                self.act(Act::Step(Step::Create(object), manner));
            }
        }
    }

    /// Tables are kept from being changed while a publication takes them up or lets go of them.
    fn published(&mut self, text: &str) {
        let objects = self.relations_in(text, None);
        self.act(Act::Utility(Utility::Touch { objects, mode: LockMode::ShareUpdateExclusive }));
    }

    /// The object as far as its locks and what it stands on need it. Nothing for kinds that touch no table.
    pub(super) fn object(&self, written: &CreateObject) -> Option<Object> {
        let name = self.qualify(&written.name);
        let on = written.on.as_ref().map(|table| self.qualify(table));
        let text = || SqlText::new(written.text.as_str());
        Some(match written.kind {
            ObjectKind::View => Object::View(View {
                name,
                columns: Vec::new(),
                query: text(),
                options: Default::default(),
                column_comments: BTreeMap::new(),
                column_defaults: BTreeMap::new(),
                comment: None,
            }),
            ObjectKind::MaterializedView => Object::MaterializedView(MaterializedView {
                name,
                query: text(),
                indexes: BTreeMap::new(),
                storage: Default::default(),
                access_method: None,
                clustered_on: None,
                column_comments: BTreeMap::new(),
                comment: None,
            }),
            ObjectKind::Trigger => Object::Trigger(Trigger {
                table: on?,
                name: written.name.name.clone(),
                definition: text(),
                settings: BTreeMap::new(),
                firing: Firing::default(),
                comment: None,
            }),
            ObjectKind::Policy => Object::Policy(Policy {
                table: on?,
                name: written.name.name.clone(),
                permissive: true,
                command: PolicyCommand::All,
                roles: BTreeSet::from([Grantee::Public]),
                using: None,
                check: None,
                comment: None,
            }),
            ObjectKind::Function => Object::Function(Function {
                name,
                kind: FunctionKind::Function,
                arguments: String::new(),
                definition: text(),
                returns: String::new(),
                settings: BTreeMap::new(),
                comment: None,
            }),
            ObjectKind::Enum => Object::Enum(EnumType { name, values: written.body.clone(), comment: None }),
            ObjectKind::Domain => Object::Domain(self.domain(name, written)),
            ObjectKind::Sequence => Object::Sequence(Sequence {
                name,
                data_type: crate::model::DataType::BigInt,
                options: SequenceOptions::default(),
                unlogged: false,
                owned_by: None,
                comment: None,
            }),
            ObjectKind::Namespace => Object::Namespace(Namespace { name: written.name.name.clone(), comment: None }),
            ObjectKind::Extension => Object::Extension(Extension {
                name: written.name.name.clone(),
                namespace: None,
                comment: None,
                is_fixed: false,
            }),
            ObjectKind::Definition(kind) => Object::Definition(Definition {
                kind,
                name: if kind.has_namespace() { name } else { QualifiedName::bare(written.name.name.clone()) },
                signature: String::new(),
                table: on,
                definition: text(),
                firing: Firing::default(),
                settings: BTreeMap::new(),
                comment: None,
            }),
            _ => return None,
        })
    }

    fn domain(&self, name: QualifiedName, written: &CreateObject) -> Domain {
        let mut parts = written.body.iter();
        let data_type = parts.next().map(|base| self.data_type(base)).unwrap_or_else(crate::lint::world::untold);
        let checks = parts.enumerate().map(|(number, expression)| {
            // The server's names: d_check, d_check1, d_check2.
            let suffix = if number == 0 { String::new() } else { number.to_string() };
            let check = check(Name::new(format!("{}_check{suffix}", name.name)), expression, false);
            (check.name.clone(), check)
        });
        let checks = checks.collect();
        Domain { name, data_type, nullable: !written.not_null, default: None, collation: None, checks, comment: None }
    }

    pub(super) fn alter_object(&mut self, written: &AlterObject) {
        let name = self.qualify(&written.name);
        match written.kind {
            ObjectKind::Index => self.alter_index(&written.name, &written.change),
            ObjectKind::Enum => self.alter_enum(&name, &written.change),
            ObjectKind::Domain => self.alter_domain(&name, &written.change),
            ObjectKind::Sequence => {
                let sequence = ObjectId::of(ObjectKind::Sequence, &name);
                match &written.change {
                    ObjectChange::Restart => self.act(Act::Utility(Utility::RestartSequence { sequence })),
                    ObjectChange::RenameTo(_) | ObjectChange::SetNamespace(_) | ObjectChange::Owner(_) => {
                        self.lock(sequence, LockMode::AccessExclusive);
                    }
                    _ => self.lock(sequence, LockMode::ShareRowExclusive),
                }
            }
            ObjectKind::View | ObjectKind::MaterializedView => self.alter_view(written, &name),
            ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Definition(_) => {
                if written.kind != ObjectKind::Trigger {
                    self.unweighed("changes who sees what, or what statements mean");
                }
                let Some(table) = &written.on else { return };
                if let Some(table) = self.relation(table, false) {
                    self.lock(table, LockMode::AccessExclusive);
                }
            }
            ObjectKind::Publication => {
                self.unweighed("is about other servers, which are not weighed");
                if let ObjectChange::Tables(text) = &written.change {
                    self.published(text);
                }
            }
            ObjectKind::Composite => self.unweighed("changes a type, and every column of it"),
            _ => self.unweighed("changes what dbx does not look at"),
        }
    }

    fn lock(&mut self, object: ObjectId, mode: LockMode) {
        self.act(Act::Utility(Utility::Touch { objects: vec![object], mode }));
    }

    fn alter_view(&mut self, written: &AlterObject, name: &QualifiedName) {
        let id = ObjectId::of(written.kind, name);
        match &written.change {
            ObjectChange::RenameTo(to) => {
                let to = ObjectId::of(written.kind, &name.sibling(to.clone()));
                self.act(Act::step(Step::Rename(Pair::new(id, to))));
            }
            ObjectChange::SetNamespace(namespace) => {
                let to = QualifiedName::new(Some(namespace.clone()), name.name.clone());
                self.act(Act::step(Step::Rename(Pair::new(id, ObjectId::of(written.kind, &to)))));
            }
            ObjectChange::Owner(role) => {
                self.act(Act::step(Step::Owner { on: id, role: Some(role.clone()) }));
            }
            ObjectChange::Tablespace(tablespace) => {
                if let Some(Object::MaterializedView(from)) = self.world.schema.objects.get(&id) {
                    let mut to = from.clone();
                    to.storage.tablespace = Some(tablespace.clone());
                    let pair = Pair::new(from.clone(), to).map(Object::MaterializedView);
                    self.act(Act::step(Step::Alter(pair)));
                }
            }
            // How a materialized view is kept, which is for rows to come.
            ObjectChange::Parameters => self.lock(id, LockMode::ShareUpdateExclusive),
            _ => self.lock(id, LockMode::AccessExclusive),
        }
    }

    fn alter_index(&mut self, name: &QualifiedName, change: &ObjectChange) {
        let Some((table, index)) = self.table_of_index(&name.name) else {
            if self.world.known {
                let name = self.qualify(name);
                self.unknown(ObjectKind::Index, &name);
            }
            return;
        };
        let change = match change {
            ObjectChange::RenameTo(to) => TableChange::RenameIndex(Pair::new(index.name, to.clone())),
            ObjectChange::Tablespace(tablespace) => {
                let mut to = index.clone();
                to.storage.tablespace = Some(tablespace.clone());
                TableChange::AlterIndex(Pair::new(index, to))
            }
            // Parameters are for entries to come, and the index alone is locked.
            _ => return,
        };
        self.act(Act::step(Step::AlterTable { table, change }));
    }

    fn alter_enum(&mut self, name: &QualifiedName, change: &ObjectChange) {
        match change {
            ObjectChange::AddValue(value) => {
                self.world.new_values.insert(value.clone());
                let step = Step::AddEnumValue { name: name.clone(), value: value.clone(), place: None };
                self.act(Act::step(step));
            }
            ObjectChange::RenameValue { from, to } => {
                let values = Pair::new(from.clone(), to.clone());
                self.act(Act::step(Step::RenameEnumValue { name: name.clone(), values }));
            }
            ObjectChange::RenameTo(to) => {
                let kinds = [ObjectKind::Enum, ObjectKind::Domain, ObjectKind::Composite];
                let found = kinds.map(|kind| ObjectId::of(kind, name));
                let id = found.iter().find(|id| self.world.schema.objects.contains_key(id)).unwrap_or(&found[0]);
                let to = ObjectId::of(id.kind, &name.sibling(to.clone()));
                let step = Step::Rename(Pair::new(id.clone(), to));
                self.act(Act::step(step));
            }
            ObjectChange::Other => self.unweighed("changes a type, and every column of it"),
            _ => {}
        }
    }

    fn alter_domain(&mut self, name: &QualifiedName, change: &ObjectChange) {
        let id = ObjectId::of(ObjectKind::Domain, name);
        let Some(Object::Domain(from)) = self.world.schema.objects.get(&id).cloned() else {
            if self.world.known {
                self.unknown(ObjectKind::Domain, name);
            } else {
                let detail = "checks every table with a column of the domain; which they are is not known";
                self.tell(Cause::DomainConstraint, id, detail);
            }
            return;
        };
        let mut from = from;
        let mut to = from.clone();
        match change {
            ObjectChange::AddCheck { name, expression, not_valid } => {
                let name = name.clone().unwrap_or_else(|| Name::new(format!("{}_check", from.name.name)));
                to.checks.insert(name.clone(), check(name, expression, *not_valid));
            }
            ObjectChange::DropConstraint(name) => drop(to.checks.remove(name)),
            ObjectChange::ValidateConstraint(name) => {
                if let (Some(before), Some(after)) = (from.checks.get_mut(name), to.checks.get_mut(name)) {
                    before.not_valid = true;
                    after.not_valid = false;
                }
            }
            ObjectChange::SetNotNull(not_null) => to.nullable = !not_null,
            _ => return,
        }
        self.act(Act::step(Step::Alter(Pair::new(from, to).map(Object::Domain))));
    }

    pub(super) fn comment(&mut self, kind: ObjectKind, on: Option<&QualifiedName>, name: &QualifiedName) {
        let (relation, mode) = match (kind, on) {
            (ObjectKind::Table | ObjectKind::View | ObjectKind::MaterializedView | ObjectKind::Sequence, _) => {
                (self.relation(name, false), LockMode::ShareUpdateExclusive)
            }
            (ObjectKind::Column, Some(table)) => (self.relation(table, false), LockMode::ShareUpdateExclusive),
            // A domain has constraints, too, and is no relation.
            (ObjectKind::Constraint, Some(table)) => (self.relation(table, true), LockMode::AccessShare),
            (ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Definition(DefinitionKind::Rule), Some(table)) => {
                (self.relation(table, false), LockMode::AccessShare)
            }
            _ => return,
        };
        if let Some(relation) = relation {
            self.lock(relation, mode);
        }
    }
}

/// The query without WITH NO DATA behind it.
fn query_of(text: &str) -> &str {
    let end = text.trim_end().trim_end_matches(';').trim_end();
    let without = |words: &str| {
        let cut = end.len().checked_sub(words.len()).filter(|at| end.is_char_boundary(*at))?;
        end[cut..].eq_ignore_ascii_case(words).then(|| &end[..cut])
    };
    without("WITH NO DATA").or_else(|| without("WITH DATA")).unwrap_or(end)
}

/// Whether WITH NO DATA stands behind a query: it does not run.
pub(super) fn is_unfilled(query: &str) -> bool {
    let words: Vec<&str> = query.trim_end().trim_end_matches(';').split_whitespace().rev().take(3).collect();
    let wanted = ["DATA", "NO", "WITH"];
    words.len() == wanted.len() && words.iter().zip(wanted).all(|(word, wanted)| word.eq_ignore_ascii_case(wanted))
}

/// Why making one of these is not weighed.
fn beyond(kind: ObjectKind) -> Option<&'static str> {
    match kind {
        ObjectKind::Role | ObjectKind::UserMapping => Some("is about accounts, which are not weighed"),
        ObjectKind::Publication | ObjectKind::Server => Some("is about other servers, which are not weighed"),
        ObjectKind::Definition(kind) => match kind {
            DefinitionKind::Rule => Some("is about a rule, which rewrites statements"),
            DefinitionKind::EventTrigger | DefinitionKind::Event => Some("is about code that runs by itself"),
            DefinitionKind::Language
            | DefinitionKind::Cast
            | DefinitionKind::Operator
            | DefinitionKind::OperatorFamily
            | DefinitionKind::OperatorClass
            | DefinitionKind::TextSearchParser
            | DefinitionKind::TextSearchTemplate
            | DefinitionKind::ForeignDataWrapper
            | DefinitionKind::VirtualTable => Some("changes what other statements mean"),
            DefinitionKind::Collation
            | DefinitionKind::Range
            | DefinitionKind::TextSearchDictionary
            | DefinitionKind::TextSearchConfiguration
            | DefinitionKind::Statistics => None,
        },
        _ => None,
    }
}

/// MariaDB: OR REPLACE drops what is there, with what is in it.
fn is_replaced_by_dropping(kind: ObjectKind) -> bool {
    matches!(kind, ObjectKind::Namespace | ObjectKind::Sequence)
}

fn check(name: Name, expression: &str, not_valid: bool) -> Check {
    let origin = NameOrigin::Written;
    Check { name, origin, expression: SqlText::new(expression), not_valid, no_inherit: false, comment: None }
}
