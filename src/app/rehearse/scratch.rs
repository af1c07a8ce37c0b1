//! Namespaces that stand in for the real ones, and the way there and back.

use super::{PREFIX, is_access};
use crate::app::database_wide;
use crate::dialect::Dialect;
use crate::model::{
    DefinitionKind, Name, Object, ObjectId, ObjectKind, Operation, Pair, QualifiedName, Renames, Schema, SqlText,
    Statement, Step, Visitor,
};
use crate::plan;
use crate::sql::{Syntax, lex, multirange_name};
use std::collections::{BTreeMap, BTreeSet};

const CAST: ObjectKind = ObjectKind::Definition(DefinitionKind::Cast);

/// Which namespace stands in for which. An engine without namespaces needs none: it rehearses in a database of its own.
pub(super) struct Scratch {
    /// Scratch name by real name.
    names: BTreeMap<Name, Name>,
    /// What the target makes, by namespace and name: only such names are moved inside SQL.
    own: BTreeSet<(String, String)>,
    default: Option<Name>,
}

impl Scratch {
    pub(super) fn of(dialect: &dyn Dialect, target: &Schema) -> Self {
        struct Namespaces(BTreeSet<Name>);
        impl Visitor for Namespaces {
            fn name(&mut self, name: &mut QualifiedName) {
                self.0.extend(name.namespace.clone());
            }
            fn namespace(&mut self, name: &mut Name) {
                self.0.insert(name.clone());
            }
            fn sql(&mut self, _: &mut SqlText) {}
        }
        let mut found = Namespaces(BTreeSet::new());
        let mut own = BTreeSet::new();
        for (id, object) in &target.objects {
            if id.kind != ObjectKind::Extension {
                object.clone().visit(&mut found);
            }
            if let [namespace, rest @ ..] = &id.path[..]
                && let Some(name) = rest.last()
            {
                let bare = name.as_str().split(['(', ' ']).next().unwrap_or_default();
                own.insert((namespace.as_str().to_owned(), bare.to_owned()));
                own.insert((namespace.as_str().to_owned(), name.as_str().to_owned()));
            }
            if let Object::Table(table) = object {
                own.extend(table.identity_sequences().filter_map(|id| match &id.path[..] {
                    [namespace, name] => Some((namespace.to_string(), name.to_string())),
                    _ => None,
                }));
            }
            if let Object::Definition(it) = object
                && it.kind == DefinitionKind::Range
            {
                let (written, name) = multirange_name(it.definition.as_str(), it.name.name.as_str());
                let beside = it.name.namespace.as_ref().map(ToString::to_string);
                own.extend(written.or(beside).map(|namespace| (namespace, name)));
            }
        }
        let names = found.0.into_iter().filter(|name| !is_system(name)).enumerate();
        Self {
            // Numbered, so that no quoting is ever needed and no name is a part of another.
            names: names.map(|(number, name)| (name, Name::new(format!("{PREFIX}{number}_")))).collect(),
            own,
            default: dialect.capabilities().default_namespace.map(Name::from),
        }
    }

    /// What builds the target in its scratch namespaces.
    pub(super) fn statements(&self, dialect: &dyn Dialect, schemas: Pair<&Schema>) -> Result<Vec<Statement>, String> {
        let mut moved = schemas.to.clone();
        let is_made = |kind: ObjectKind| !matches!(kind, ObjectKind::Extension | ObjectKind::Namespace);
        moved.objects.retain(|id, _| is_made(id.kind) && !is_access(id.kind));
        database_wide::keep_what_is_missing(&mut moved, schemas.from);
        moved.visit(&mut Move { scratch: self, dialect });
        // Casts live in no namespace: one between types that are not tried out elsewhere is there already.
        moved.objects.retain(|id, _| !(id.kind == CAST && schemas.from.objects.contains_key(id)));
        database_wide::step_aside(&mut moved);
        let operations = plan::operations(dialect, Pair::new(&Schema::default(), &moved), &Renames::default())
            .map_err(|reasons| reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        let made = operations.into_iter().flat_map(without_rows);
        let Some(default) = &self.default else { return Ok(made.collect()) };
        let quoted = |name: &Name| dialect.quote(name);
        let mut statements = missing_extensions(dialect, schemas);
        statements.extend(self.names.values().map(|name| Statement::new(format!("CREATE SCHEMA {}", quoted(name)))));
        let beside = sees_default(schemas).then_some(default);
        let path: Vec<String> = self.names.get(default).into_iter().chain(beside).map(quoted).collect();
        statements.push(Statement::new(format!("SET LOCAL search_path = {}", path.join(", "))));
        statements.push(Statement::new("SET LOCAL check_function_bodies = off"));
        statements.extend(made);
        Ok(statements)
    }

    fn is_own(&self, namespace: &str, name: Option<&str>) -> bool {
        name.is_some_and(|name| self.own.contains(&(namespace.to_owned(), name.to_owned())))
    }

    /// What was made in the scratch namespaces, under its real names.
    pub(super) fn back(&self, mut inspected: Schema) -> Schema {
        if self.default.is_none() {
            return inspected;
        }
        database_wide::bring_back(&mut inspected);
        let is_scratch = |id: &ObjectId| id.path.first().is_some_and(|name| self.names.values().any(|it| it == name));
        let is_kept = |id: &ObjectId| match id.kind {
            ObjectKind::Publication => true,
            CAST => id.name().as_str().contains(PREFIX),
            _ => is_scratch(id),
        };
        inspected.objects.retain(|id, _| is_kept(id));
        inspected.objects.retain(|id, _| id.kind != ObjectKind::Namespace);
        inspected.visit(&mut Back(self));
        inspected
    }
}

/// Whether what is tried out may find the real default namespace behind its scratch one: extensions live there. An operator finds the
/// real one of its name there as well, and servers since PostgreSQL 15.20 refuse a commutator or negator that has another partner already.
fn sees_default(schemas: Pair<&Schema>) -> bool {
    let has = |is: fn(&ObjectId) -> bool| schemas.from.objects.keys().chain(schemas.to.objects.keys()).any(is);
    has(|id| id.kind == ObjectKind::Extension) || !has(|id| id.kind == ObjectKind::Definition(DefinitionKind::Operator))
}

/// The statements of an operation. No query is run for the sake of its spelling.
fn without_rows(operation: Operation) -> Vec<Statement> {
    let Operation { step, mut statements, .. } = operation;
    if let (Step::Create(Object::MaterializedView(_)), Some(create)) = (&step, statements.first_mut()) {
        create.sql.push_str("\nWITH NO DATA");
    }
    statements
}

/// Extensions cannot be tried out in another place: those that are not there yet are made where they belong, and rolled back with the rest.
fn missing_extensions(dialect: &dyn Dialect, schemas: Pair<&Schema>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for object in schemas.to.of_kind(ObjectKind::Extension) {
        let Object::Extension(extension) = object else { continue };
        if schemas.from.objects.contains_key(&object.id()) {
            continue;
        }
        let place = extension.namespace.as_ref().map(|namespace| dialect.quote(namespace));
        statements.extend(place.iter().map(|place| Statement::new(format!("CREATE SCHEMA IF NOT EXISTS {place}"))));
        let place = place.map_or_else(String::new, |place| format!(" SCHEMA {place}"));
        let name = dialect.quote(&extension.name);
        statements.push(Statement::new(format!("CREATE EXTENSION IF NOT EXISTS {name}{place}")));
    }
    statements
}

fn is_system(name: &Name) -> bool {
    name.as_str().starts_with("pg_") || name.as_str() == "information_schema"
}

/// Real names to scratch names.
struct Move<'a> {
    scratch: &'a Scratch,
    dialect: &'a dyn Dialect,
}

impl Visitor for Move<'_> {
    /// What an extension brought stays where it is.
    fn name(&mut self, name: &mut QualifiedName) {
        let namespace = name.namespace.as_ref();
        let own = namespace.filter(|real| self.scratch.is_own(real.as_str(), Some(name.name.as_str())));
        if let Some(scratch) = own.and_then(|real| self.scratch.names.get(real)) {
            name.namespace = Some(scratch.clone());
        }
    }

    fn namespace(&mut self, name: &mut Name) {
        if let Some(scratch) = self.scratch.names.get(name) {
            *name = scratch.clone();
        }
    }

    fn sql(&mut self, text: &mut SqlText) {
        *text = SqlText::new(self.moved(self.dialect.capabilities().syntax, text.as_str()));
    }
}

impl Move<'_> {
    /// `public.users` becomes `dbx_scratch_0_.users` where `users` is one of the target's own; also inside strings that hold nothing but a name.
    fn moved(&self, syntax: Syntax, text: &str) -> String {
        let Ok(lexemes) = lex(syntax, text) else { return text.to_owned() };
        let mut moved = String::with_capacity(text.len());
        let mut copied = 0;
        for (at, lexeme) in lexemes.iter().enumerate() {
            let replacement = match (lexeme.identifier(), lexemes.get(at + 1), lexemes.get(at + 2)) {
                (Some(namespace), Some(dot), Some(name)) if dot.is_symbol(".") => {
                    let after_dot = at > 0 && lexemes[at - 1].is_symbol(".");
                    let scratch = self.scratch.names.get(namespace).filter(|_| !after_dot);
                    let name = name.identifier().or_else(|| operator(&text[dot.end()..]));
                    scratch.filter(|_| self.scratch.is_own(namespace, name)).map(|name| name.as_str().to_owned())
                }
                _ => self.moved_string(syntax, lexeme.text),
            };
            if let Some(replacement) = replacement {
                moved.push_str(&text[copied..lexeme.start]);
                moved.push_str(&replacement);
                copied = lexeme.end();
            }
        }
        moved.push_str(&text[copied..]);
        moved
    }

    /// `'public.users_id_seq'`, as in `nextval('public.users_id_seq'::regclass)`.
    fn moved_string(&self, syntax: Syntax, text: &str) -> Option<String> {
        let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
        if inner.is_empty() || !inner.chars().all(|c| c.is_alphanumeric() || "_.\"$".contains(c)) {
            return None;
        }
        let moved = self.moved(syntax, inner);
        (moved != inner).then(|| format!("'{moved}'"))
    }
}

/// The operator that a text starts with.
fn operator(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !"+-*/<>=~!@#%^&|`?".contains(c)).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

/// Scratch names to real names. They are unlike any other text, so SQL is searched for them as it stands.
struct Back<'a>(&'a Scratch);

impl Back<'_> {
    fn real(&self, scratch: &Name) -> Option<&Name> {
        self.0.names.iter().find(|(_, name)| *name == scratch).map(|(real, _)| real)
    }
}

impl Visitor for Back<'_> {
    fn name(&mut self, name: &mut QualifiedName) {
        if let Some(real) = name.namespace.as_ref().and_then(|scratch| self.real(scratch)) {
            name.namespace = Some(real.clone());
        }
    }

    fn namespace(&mut self, name: &mut Name) {
        if let Some(real) = self.real(name) {
            *name = real.clone();
        }
    }

    fn sql(&mut self, text: &mut SqlText) {
        let mut real = text.as_str().to_owned();
        for (name, scratch) in &self.0.names {
            if real.contains(scratch.as_str()) {
                let plain = name.as_str().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
                let quoted = if plain {
                    name.as_str().to_owned()
                } else {
                    format!("\"{}\"", name.as_str().replace('"', "\"\""))
                };
                real = real.replace(scratch.as_str(), &quoted);
            }
        }
        *text = SqlText::new(real);
    }
}
