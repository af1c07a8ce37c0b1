//! CREATE, DROP and RENAME of whole objects.

use super::{
    access, comment, composite, definition, foreign, keyword, path, policy, publication, sequence, table, user_type,
    view,
};
use crate::dialect::Unsupported;
use crate::dialect::postgres::quote;
use crate::model::{
    DefinitionKind, Extension, Firing, Function, Object, ObjectId, ObjectKind, Pair, Statement, Trigger,
};
use crate::sql::{Syntax, lex};

/// With its comments.
pub(super) fn create(object: &Object) -> Result<Vec<Statement>, Unsupported> {
    let mut statements = match object {
        Object::Namespace(it) => vec![Statement::new(format!("CREATE SCHEMA {}", quote::identifier(&it.name)))],
        Object::Extension(it) => vec![Statement::new(create_extension(it))],
        Object::Enum(it) => vec![Statement::new(user_type::create_enum(it))],
        Object::Domain(it) => user_type::create_domain(it)?,
        Object::Composite(it) => composite::create(it),
        Object::Sequence(it) => vec![Statement::new(sequence::create(it))],
        Object::Function(it) => vec![Statement::new(statement_text(it.definition.as_str()))],
        Object::Table(it) => return table::create(it),
        Object::View(it) => view::create(it),
        Object::MaterializedView(it) => view::create_materialized(it),
        Object::Trigger(it) => create_trigger(it),
        Object::Policy(it) => vec![policy::create(it)],
        Object::Publication(it) => vec![publication::create(it)],
        Object::Server(it) => vec![foreign::create_server(it)],
        Object::UserMapping(it) => vec![foreign::create_user_mapping(it)],
        Object::Definition(it) => definition::create(it),
        Object::Role(it) => vec![access::create_role(it)],
        Object::Owner(_) | Object::Grant(_) | Object::DefaultPrivileges(_) => {
            return Err(super::unwritten(&object.id()));
        }
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
        Object::Table(it) => format!("DROP {} {}", table::keyword(it), quote::qualified(&it.name)),
        Object::UserMapping(it) => format!("DROP USER MAPPING {}", foreign::whose(it)),
        Object::Policy(it) => format!("DROP POLICY {}", policy::on_table(it)),
        Object::Namespace(_)
        | Object::Extension(_)
        | Object::Enum(_)
        | Object::Domain(_)
        | Object::Sequence(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Role(_)
        | Object::Composite(_)
        | Object::Publication(_)
        | Object::Server(_)
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

fn create_trigger(it: &Trigger) -> Vec<Statement> {
    let create = Statement::new(statement_text(it.definition.as_str()));
    let fire = (it.firing != Firing::Origin).then(|| definition::fire_trigger(it));
    [create].into_iter().chain(fire).collect()
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
    if let ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Definition(DefinitionKind::Rule) = ids.to.kind {
        return vec![rename_on_table(ids)];
    }
    if ids.to.kind == ObjectKind::Attribute {
        return vec![composite::rename_attribute(ids)];
    }
    let mut statements = Vec::new();
    let outer = ids.map(|id| &id.path[..id.path.len() - 1]);
    let (old_name, signature) = name_and_signature(ids.from);
    let (new_name, _) = name_and_signature(ids.to);
    let word = keyword(ids.to.kind);
    let spelled = |outer: &[crate::model::Name], name: &str| {
        let quoted = outer.iter().cloned().chain([name.into()]).map(|name| quote::identifier(&name));
        format!("{}{signature}", quoted.collect::<Vec<_>>().join("."))
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

/// What tells overloads apart stands behind the name in the address: the argument types of a function, the access method of an operator
/// class or family.
fn name_and_signature(id: &ObjectId) -> (String, String) {
    let name = id.name().as_str();
    let cut = match id.kind {
        ObjectKind::Function => opening(name),
        ObjectKind::Definition(DefinitionKind::OperatorClass | DefinitionKind::OperatorFamily) => name.rfind(" USING "),
        _ => None,
    };
    let (name, signature) = name.split_at(cut.unwrap_or(name.len()));
    (name.to_owned(), signature.to_owned())
}

/// Where the parenthesis opens that the last one closes: a name may have one of its own.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().rev().find_map(|(at, c)| {
        depth += match c {
            ')' => 1,
            '(' => -1,
            _ => 0,
        };
        (c == '(' && depth == 0).then_some(at)
    })
}

/// Of what belongs to a table and is known by it.
fn rename_on_table(ids: Pair<&ObjectId>) -> Statement {
    let table = &ids.to.path[..ids.to.path.len() - 1];
    let table = table.iter().map(quote::identifier).collect::<Vec<_>>().join(".");
    let names = ids.map(|id| quote::identifier(id.name()));
    let word = keyword(ids.to.kind);
    Statement::new(format!("ALTER {word} {} ON {table} RENAME TO {}", names.from, names.to))
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
