//! Functions and triggers.

use super::{Findings, column, in_default, text};
use crate::dialect::postgres::{data_type, quote};
use crate::model::{Function, Object, ObjectId, ObjectKind, QualifiedName, Schema, SqlText, Trigger};
use crate::sql::{Lexeme, Syntax, lex};
use std::collections::BTreeMap;

/// What CREATE OR REPLACE cannot change is read from the definition, so that it is the same whoever wrote it.
pub(super) fn function(function: Function, findings: &mut Findings) -> Function {
    refuse_settings(&function.settings, function.id(), findings);
    let definition = statement(function.definition);
    let returns = signature(definition.as_str()).unwrap_or(function.returns);
    Function {
        name: in_default(function.name),
        arguments: arguments(&function.arguments),
        returns,
        kind: function.kind,
        settings: BTreeMap::new(),
        comment: function.comment,
        definition,
    }
}

/// Types of the user's own in the default namespace get it written in front, as everywhere.
pub(super) fn qualify_arguments(schema: &mut Schema) {
    let qualified: Vec<(ObjectId, Function)> = schema
        .of_kind(ObjectKind::Function)
        .filter_map(|object| match object {
            Object::Function(function) => {
                let parts = split_at_commas(&function.arguments);
                let arguments = parts.iter().map(|part| qualify(part, schema)).collect::<Vec<_>>().join(", ");
                (arguments != function.arguments).then(|| (function.id(), Function { arguments, ..function.clone() }))
            }
            _ => None,
        })
        .collect();
    let mut addresses = BTreeMap::new();
    for (id, function) in qualified {
        schema.objects.remove(&id);
        addresses.insert(id, function.id());
        schema.insert(Object::Function(function));
    }
    schema.follow(&addresses);
}

fn qualify(argument: &str, schema: &Schema) -> String {
    const TYPES: [ObjectKind; 4] = [ObjectKind::Enum, ObjectKind::Domain, ObjectKind::Table, ObjectKind::View];
    let element = argument.strip_suffix("[]").unwrap_or(argument);
    let name = in_default(QualifiedName::bare(element));
    if TYPES.iter().any(|kind| schema.objects.contains_key(&ObjectId::of(*kind, &name))) {
        format!("{}{}", quote::qualified(&name), &argument[element.len()..])
    } else {
        argument.to_owned()
    }
}

/// PostgreSQL writes such settings into the definition.
pub(super) fn refuse_settings(settings: &BTreeMap<String, String>, id: ObjectId, findings: &mut Findings) {
    if !settings.is_empty() {
        findings.refuse(id, "PostgreSQL keeps no settings beside a definition", "write SET … into the definition");
    }
}

pub(super) fn trigger(trigger: Trigger, findings: &mut Findings) -> Trigger {
    refuse_settings(&trigger.settings, trigger.id(), findings);
    let definition = statement(trigger.definition);
    // EXECUTE PROCEDURE is the old spelling.
    let key = definition.key().replace("execute procedure", "execute function");
    Trigger {
        table: in_default(trigger.table),
        definition: definition.with_key(key),
        settings: BTreeMap::new(),
        ..trigger
    }
}

/// `CREATE OR REPLACE` makes the same object as `CREATE`.
pub(super) fn statement(definition: SqlText) -> SqlText {
    let definition = text::definition(definition);
    match definition.key().strip_prefix("create or replace ") {
        Some(rest) => {
            let key = format!("create {rest}");
            definition.with_key(key)
        }
        None => definition,
    }
}

/// Argument types, each in its canonical spelling.
fn arguments(arguments: &str) -> String {
    let parts = split_at_commas(arguments);
    let spelled = parts.iter().map(|part| match data_type::parse(part) {
        Ok(data_type) => data_type::format(&column::data_type(data_type)),
        Err(_) => user_type(part),
    });
    spelled.collect::<Vec<_>>().join(", ")
}

/// A type of the user's own gets its namespace; anything stranger (`*`, `VARIADIC "any"`) stays as it is.
fn user_type(text: &str) -> String {
    match data_type::read_catalog(text) {
        named @ (crate::model::DataType::Named(_) | crate::model::DataType::Array(_)) => data_type::format(&named),
        _ => text.to_owned(),
    }
}

fn split_at_commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Names, modes and types of the arguments and the return type, without defaults.
fn signature(definition: &str) -> Option<String> {
    let without_namespace = text::without_default_namespace(definition);
    let lexemes = lex(Syntax::Postgres, &without_namespace).ok()?;
    let open = lexemes.iter().position(|lexeme| lexeme.is_symbol("("))?;
    let close = closing(&lexemes, open)?;
    let mut words = without_defaults(&lexemes[open..=close]);
    let clauses = &lexemes[close + 1..];
    if clauses.first().is_some_and(|lexeme| lexeme.is_word("RETURNS")) {
        let end = clauses.iter().position(starts_options).unwrap_or(clauses.len());
        words.extend(clauses[..end].iter().map(|lexeme| lexeme.text.to_lowercase()));
    }
    Some(words.join(" "))
}

fn closing(lexemes: &[Lexeme<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_i32;
    (open..lexemes.len()).find(|at| {
        if lexemes[*at].is_symbol("(") {
            depth += 1;
        } else if lexemes[*at].is_symbol(")") {
            depth -= 1;
        }
        depth == 0
    })
}

/// From DEFAULT or `=` to the next comma outside of parentheses.
fn without_defaults(arguments: &[Lexeme<'_>]) -> Vec<String> {
    let mut words = Vec::new();
    let (mut depth, mut in_default) = (0_i32, false);
    for lexeme in arguments {
        if lexeme.is_symbol("(") {
            depth += 1;
        } else if lexeme.is_symbol(")") {
            depth -= 1;
        }
        in_default = match in_default {
            true => !(depth == 1 && lexeme.is_symbol(",") || depth == 0),
            false => depth == 1 && (lexeme.is_word("DEFAULT") || lexeme.is_symbol("=")),
        };
        if !in_default {
            words.push(lexeme.text.to_lowercase());
        }
    }
    words
}

fn starts_options(lexeme: &Lexeme<'_>) -> bool {
    const OPTIONS: [&str; 18] = [
        "LANGUAGE",
        "TRANSFORM",
        "WINDOW",
        "IMMUTABLE",
        "STABLE",
        "VOLATILE",
        "NOT",
        "LEAKPROOF",
        "CALLED",
        "STRICT",
        "EXTERNAL",
        "SECURITY",
        "PARALLEL",
        "COST",
        "ROWS",
        "SUPPORT",
        "SET",
        "AS",
    ];
    OPTIONS.iter().any(|word| lexeme.is_word(word)) || lexeme.is_word("RETURN") || lexeme.is_word("BEGIN")
}
