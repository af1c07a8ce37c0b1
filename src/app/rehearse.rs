//! Equal means equal: an engine that rewrites expressions is asked how it would write those of a spec.
//!
//! The schema is built in scratch namespaces inside a transaction that is rolled back (or in a scratch database, where an engine has no
//! namespaces), inspected there, and its SQL is compared by the spelling the server gave it. Where the server refuses, the comparison stays
//! one of texts, and a note says so.

use super::Context;
use crate::dialect::Dialect;
use crate::diff::diff;
use crate::driver::Driver;
use crate::model::{
    Change, ColumnAspect, Name, Object, ObjectKind, Pair, QualifiedName, Renames, Schema, SqlText, Statement,
    TableChange, Visitor,
};
use crate::plan;
use crate::sql::{Syntax, lex};
use std::collections::{BTreeMap, BTreeSet};

const PREFIX: &str = "dbx_scratch_";

/// Brings the keys of the target's SQL into the spelling of the start's server, if that can make a difference. Gives notes.
pub(super) async fn settle(
    context: &Context,
    driver: &mut dyn Driver,
    schemas: &mut Pair<Schema>,
    renames: &Renames,
) -> Vec<String> {
    // An engine that keeps SQL as written has nothing to say about it.
    if !driver.dialect().capabilities().respells_sql {
        return Vec::new();
    }
    if !matters(schemas.as_ref(), renames) {
        // No SQL is new, so everything stands on what it stood on.
        schemas.to.dependencies = schemas.from.dependencies.clone();
        return Vec::new();
    }
    match spell(context, driver, &schemas.from, &mut schemas.to).await {
        Ok(()) => Vec::new(),
        Err(note) => vec![note],
    }
}

/// Brings the keys of the schema's SQL into the server's own spelling, and takes over what it says stands on what. `present` is what its database is known to hold. The error is a
/// note that says why the server could not be asked.
pub(super) async fn spell(
    context: &Context,
    driver: &mut dyn Driver,
    present: &Schema,
    schema: &mut Schema,
) -> Result<(), String> {
    let dialect = driver.dialect();
    let scratch = Scratch::of(dialect.as_ref(), schema);
    let statements =
        scratch.statements(dialect.as_ref(), Pair::new(present, schema)).map_err(|reason| unsure(&reason))?;
    let inspected = driver.rehearse(&statements, &context.scope()).await.map_err(|error| unsure(&error.to_string()))?;
    let server = dialect.normalize(scratch.back(inspected)).schema;
    schema.dependencies = server.dependencies.clone();
    take_keys(schema, server);
    Ok(())
}

fn unsure(reason: &str) -> String {
    format!("expressions and views are compared as text, because they could not be tried on the server: {reason}")
}

/// Whether anything differs that the server might write differently.
pub(super) fn matters(schemas: Pair<&Schema>, renames: &Renames) -> bool {
    if !renames.is_empty() {
        return true;
    }
    diff(schemas).iter().any(|change| match change {
        Change::Create(object) => holds_sql(object),
        Change::Alter(_) => true,
        Change::AlterTable { changes, .. } => changes.iter().any(|change| match change {
            TableChange::AlterColumn { aspect, .. } => {
                matches!(aspect, ColumnAspect::Default | ColumnAspect::Generated | ColumnAspect::OnUpdate)
            }
            TableChange::AddColumn(column) => column.default.is_some() || column.generated.is_some(),
            TableChange::AddConstraint(_)
            | TableChange::AlterConstraint(_)
            | TableChange::AddIndex(_)
            | TableChange::AlterIndex(_)
            | TableChange::PartitionOf(_)
            | TableChange::Partitioning(_) => true,
            TableChange::DropColumn(_)
            | TableChange::RenameColumn(_)
            | TableChange::DropConstraint(_)
            | TableChange::RenameConstraint(_)
            | TableChange::DropIndex(_)
            | TableChange::RenameIndex(_)
            | TableChange::Comment { .. }
            | TableChange::Options(_) => false,
        }),
        Change::Drop(_) | Change::Rename(_) | Change::Comment { .. } => false,
    })
}

/// Whether any part of the object is SQL that a server might write differently.
pub(super) fn holds_sql(object: &Object) -> bool {
    struct Found(bool);
    impl Visitor for Found {
        fn name(&mut self, _: &mut QualifiedName) {}
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, _: &mut SqlText) {
            self.0 = true;
        }
    }
    let mut found = Found(false);
    object.clone().visit(&mut found);
    found.0
}

/// Gives the target's SQL the keys of the same places in what the server showed.
fn take_keys(target: &mut Schema, mut server: Schema) {
    struct Collect(Vec<String>);
    impl Visitor for Collect {
        fn name(&mut self, _: &mut QualifiedName) {}
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, text: &mut SqlText) {
            self.0.push(text.key().to_owned());
        }
    }
    struct Assign(std::vec::IntoIter<String>);
    impl Visitor for Assign {
        fn name(&mut self, _: &mut QualifiedName) {}
        fn namespace(&mut self, _: &mut Name) {}
        fn sql(&mut self, text: &mut SqlText) {
            if let Some(key) = self.0.next() {
                *text = SqlText::new(text.as_str()).with_key(key);
            }
        }
    }
    for (id, object) in &mut target.objects {
        let Some(shown) = server.objects.get_mut(id) else { continue };
        let mut keys = Collect(Vec::new());
        shown.visit(&mut keys);
        let mut own = Collect(Vec::new());
        object.clone().visit(&mut own);
        // Another structure means that the server made something else of it: leave it to be told as a difference.
        if keys.0.len() == own.0.len() {
            object.visit(&mut Assign(keys.0.into_iter()));
        }
        // Whether columns are named in front or in the query is the writer's choice; the server shows them in the query alone.
        if let (Object::View(view), Object::View(shown)) = (object, shown)
            && view.columns != shown.columns
        {
            *view = shown.clone();
        }
    }
}

/// Which namespace stands in for which. An engine without namespaces needs none: it rehearses in a database of its own.
struct Scratch {
    /// Scratch name by real name.
    names: BTreeMap<Name, Name>,
    /// What the target makes, by namespace and name: only such names are moved inside SQL.
    own: BTreeSet<(String, String)>,
    default: Option<Name>,
}

impl Scratch {
    fn of(dialect: &dyn Dialect, target: &Schema) -> Self {
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
                let bare = name.as_str().split('(').next().unwrap_or_default();
                own.insert((namespace.as_str().to_owned(), bare.to_owned()));
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
    fn statements(&self, dialect: &dyn Dialect, schemas: Pair<&Schema>) -> Result<Vec<Statement>, String> {
        let mut moved = schemas.to.clone();
        moved.objects.retain(|id, _| !matches!(id.kind, ObjectKind::Extension | ObjectKind::Namespace));
        moved.visit(&mut Move { scratch: self, dialect });
        let operations = plan::operations(dialect, Pair::new(&Schema::default(), &moved), &Renames::default())
            .map_err(|reasons| reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
        let made = operations.into_iter().flat_map(|operation| operation.statements);
        let Some(default) = &self.default else { return Ok(made.collect()) };
        let quoted = |name: &Name| dialect.quote(name);
        let mut statements = missing_extensions(dialect, schemas);
        statements.extend(self.names.values().map(|name| Statement::new(format!("CREATE SCHEMA {}", quoted(name)))));
        let path: Vec<String> = self.names.get(default).into_iter().chain([default]).map(quoted).collect();
        statements.push(Statement::new(format!("SET LOCAL search_path = {}", path.join(", "))));
        statements.push(Statement::new("SET LOCAL check_function_bodies = off"));
        statements.extend(made);
        Ok(statements)
    }

    /// What was made in the scratch namespaces, under its real names.
    fn back(&self, mut inspected: Schema) -> Schema {
        if self.default.is_none() {
            return inspected;
        }
        inspected
            .objects
            .retain(|id, _| id.path.first().is_some_and(|name| self.names.values().any(|scratch| scratch == name)));
        inspected.objects.retain(|id, _| id.kind != ObjectKind::Namespace);
        inspected.visit(&mut Back(self));
        inspected
    }
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
    fn name(&mut self, name: &mut QualifiedName) {
        if let Some(scratch) = name.namespace.as_ref().and_then(|real| self.scratch.names.get(real)) {
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
                    scratch.filter(|_| self.is_own(namespace, name.identifier())).map(|name| name.as_str().to_owned())
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

    fn is_own(&self, namespace: &str, name: Option<&str>) -> bool {
        name.is_some_and(|name| self.scratch.own.contains(&(namespace.to_owned(), name.to_owned())))
    }
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
