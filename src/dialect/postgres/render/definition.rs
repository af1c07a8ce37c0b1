//! Objects that are kept by their whole definition.

use super::object::{or_replace, statement_text};
use crate::dialect::postgres::quote;
use crate::model::{Definition, DefinitionKind, Firing, Pair, Statement};
use crate::sql::{Syntax, split_statements};

/// The statements of the definition, then what makes it fire otherwise than it does by itself.
pub(super) fn create(it: &Definition) -> Vec<Statement> {
    let text = it.definition.as_str();
    let mut statements = match split_statements(Syntax::Postgres, text) {
        Ok(pieces) => pieces.into_iter().map(|piece| Statement::new(statement_text(piece.text))).collect(),
        // Whoever reads it next says what is wrong with it.
        Err(_) => vec![Statement::new(statement_text(text))],
    };
    if it.firing != Firing::Origin {
        statements.push(fire(it));
    }
    statements
}

/// CREATE OR REPLACE leaves it as it was when the object fires.
pub(super) fn replace(definitions: Pair<&Definition>) -> Vec<Statement> {
    let mut statements = vec![Statement::new(or_replace(definitions.to.definition.as_str()))];
    if definitions.map(|it| it.firing).differs() {
        statements.push(fire(definitions.to));
    }
    statements
}

/// `OPERATOR public.=== (integer, integer)`: what stands behind DROP and COMMENT ON.
pub(super) fn subject(it: &Definition) -> String {
    let name = match it.kind {
        // The symbol of an operator is never quoted; a cast's name is its signature.
        DefinitionKind::Operator => {
            let namespace = it.name.namespace.as_ref().map(|name| format!("{}.", quote::identifier(name)));
            format!("{}{}", namespace.unwrap_or_default(), it.name.name)
        }
        DefinitionKind::Cast => format!("({})", it.name.name),
        DefinitionKind::Language
        | DefinitionKind::Collation
        | DefinitionKind::Range
        | DefinitionKind::OperatorFamily
        | DefinitionKind::OperatorClass
        | DefinitionKind::TextSearchParser
        | DefinitionKind::TextSearchTemplate
        | DefinitionKind::TextSearchDictionary
        | DefinitionKind::TextSearchConfiguration
        | DefinitionKind::ForeignDataWrapper
        | DefinitionKind::Statistics
        | DefinitionKind::Rule
        | DefinitionKind::EventTrigger
        | DefinitionKind::Event => quote::qualified(&it.name),
    };
    let on = match (it.kind, &it.table) {
        (DefinitionKind::Rule, Some(table)) => format!(" ON {}", quote::qualified(table)),
        _ => String::new(),
    };
    format!("{} {name}{}{on}", it.kind.as_sql(), it.signature)
}

/// When it fires: `ALTER TABLE … DISABLE RULE …`, `ALTER EVENT TRIGGER … DISABLE`.
pub(super) fn fire(it: &Definition) -> Statement {
    let word = firing(it.firing);
    let name = quote::identifier(&it.name.name);
    match &it.table {
        Some(table) => Statement::new(format!("ALTER TABLE {} {word} RULE {name}", quote::qualified(table))),
        None => Statement::new(format!("ALTER EVENT TRIGGER {name} {word}")),
    }
}

/// The words between ALTER TABLE and TRIGGER or RULE.
pub(super) fn firing(firing: Firing) -> &'static str {
    match firing {
        Firing::Origin => "ENABLE",
        Firing::Disabled => "DISABLE",
        Firing::Replica => "ENABLE REPLICA",
        Firing::Always => "ENABLE ALWAYS",
    }
}
