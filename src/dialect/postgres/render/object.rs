//! CREATE, DROP and RENAME of whole objects.

use super::{comment, definition, keyword, path, sequence, table, user_type, view};
use crate::dialect::Unsupported;
use crate::dialect::postgres::quote;
use crate::model::{Extension, Function, Object, ObjectId, ObjectKind, Pair, Statement};
use crate::sql::{Syntax, lex};

/// With its comments.
pub(super) fn create(object: &Object) -> Result<Vec<Statement>, Unsupported> {
    let mut statements = match object {
        Object::Namespace(it) => vec![Statement::new(format!("CREATE SCHEMA {}", quote::identifier(&it.name)))],
        Object::Extension(it) => vec![Statement::new(create_extension(it))],
        Object::Enum(it) => vec![Statement::new(user_type::create_enum(it))],
        Object::Domain(it) => user_type::create_domain(it)?,
        Object::Sequence(it) => vec![Statement::new(sequence::create(it))],
        Object::Function(it) => vec![Statement::new(statement_text(it.definition.as_str()))],
        Object::Table(it) => return table::create(it),
        Object::View(it) => vec![Statement::new(view::create(it, false))],
        Object::MaterializedView(it) => view::create_materialized(it),
        Object::Trigger(it) => vec![Statement::new(statement_text(it.definition.as_str()))],
        Object::Definition(it) => definition::create(it),
        Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => return Err(super::unwritten(&object.id())),
    };
    if let Some(text) = object.comment() {
        statements.push(comment::on(&comment::subject(object), Some(text)));
    }
    Ok(statements)
}

pub(super) fn drop(object: &Object) -> String {
    match object {
        Object::Function(it) => format!("DROP {}", function_signature(it)),
        Object::Definition(it) => format!("DROP {}", definition::subject(it)),
        Object::Trigger(it) => {
            format!("DROP TRIGGER {} ON {}", quote::identifier(&it.name), quote::qualified(&it.table))
        }
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::Table(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Policy(_)
        | Object::Publication(_)
        | Object::Server(_)
        | Object::UserMapping(_)
        | Object::Owner(_)
        | Object::Grant(_)
        | Object::DefaultPrivileges(_) => {
            let id = object.id();
            format!("DROP {} {}", keyword(id.kind), path(&id))
        }
    }
}

/// `FUNCTION public.area(integer, integer)`: what DROP and COMMENT ON take.
pub(super) fn function_signature(function: &Function) -> String {
    format!("{} {}({})", function.kind.as_sql(), quote::qualified(&function.name), function.arguments)
}

fn create_extension(extension: &Extension) -> String {
    let name = quote::identifier(&extension.name);
    match &extension.namespace {
        Some(namespace) => format!("CREATE EXTENSION {name} WITH SCHEMA {}", quote::identifier(namespace)),
        None => format!("CREATE EXTENSION {name}"),
    }
}

/// Where an extension is given no namespace it goes to the default one.
pub(super) fn move_extension(extension: &Extension) -> Vec<Statement> {
    let namespace = extension.namespace.as_ref().map_or("public".to_owned(), quote::identifier);
    vec![Statement::new(format!("ALTER EXTENSION {} SET SCHEMA {namespace}", quote::identifier(&extension.name)))]
}

/// Another namespace first, then another name.
pub(super) fn rename(ids: Pair<&ObjectId>) -> Vec<Statement> {
    if ids.to.kind == ObjectKind::Trigger {
        return vec![rename_trigger(ids)];
    }
    let mut statements = Vec::new();
    let outer = ids.map(|id| &id.path[..id.path.len() - 1]);
    let (old_name, arguments) = name_and_arguments(ids.from);
    let (new_name, _) = name_and_arguments(ids.to);
    let word = keyword(ids.to.kind);
    let spelled = |outer: &[crate::model::Name], name: &str| {
        let quoted = outer.iter().cloned().chain([name.into()]).map(|name| quote::identifier(&name));
        format!("{}{arguments}", quoted.collect::<Vec<_>>().join("."))
    };
    if let (true, [namespace]) = (outer.differs(), outer.to) {
        let statement =
            format!("ALTER {word} {} SET SCHEMA {}", spelled(outer.from, &old_name), quote::identifier(namespace));
        statements.push(Statement::new(statement));
    }
    if old_name != new_name {
        let new = quote::identifier(&new_name.into());
        statements.push(Statement::new(format!("ALTER {word} {} RENAME TO {new}", spelled(outer.to, &old_name))));
    }
    statements
}

/// A function's address carries its argument types behind the name.
fn name_and_arguments(id: &ObjectId) -> (String, String) {
    let name = id.name().as_str();
    match (id.kind, name.find('(')) {
        (ObjectKind::Function, Some(open)) => (name[..open].to_owned(), name[open..].to_owned()),
        _ => (name.to_owned(), String::new()),
    }
}

fn rename_trigger(ids: Pair<&ObjectId>) -> Statement {
    let table = &ids.to.path[..ids.to.path.len() - 1];
    let table = table.iter().map(quote::identifier).collect::<Vec<_>>().join(".");
    let names = ids.map(|id| quote::identifier(id.name()));
    Statement::new(format!("ALTER TRIGGER {} ON {table} RENAME TO {}", names.from, names.to))
}

/// A definition as one statement: without white space around it and without a closing semicolon.
pub(super) fn statement_text(definition: &str) -> String {
    definition.trim().trim_end_matches(';').trim_end().to_owned()
}

/// The CREATE statement with OR REPLACE in it.
pub(super) fn or_replace(definition: &str) -> String {
    let text = statement_text(definition);
    let Ok(lexemes) = lex(Syntax::Postgres, &text) else { return text };
    match lexemes.as_slice() {
        [create, second, ..] if create.is_word("CREATE") && !second.is_word("OR") => {
            format!("CREATE OR REPLACE {}", &text[second.start..])
        }
        _ => text,
    }
}
