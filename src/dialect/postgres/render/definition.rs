//! Objects that are kept by their whole definition.

use super::object::{or_replace, statement_text};
use crate::dialect::postgres::wrapper::{self, Wrapper};
use crate::dialect::postgres::{in_place, quote};
use crate::model::{Definition, DefinitionKind, Firing, Pair, Statement, Trigger};
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
    // The symbol of an operator is never quoted; a cast's name is its signature.
    let name = if it.kind == DefinitionKind::Operator {
        let namespace = it.name.namespace.as_ref().map(|name| format!("{}.", quote::identifier(name)));
        format!("{}{}", namespace.unwrap_or_default(), it.name.name)
    } else if it.kind == DefinitionKind::Cast {
        format!("({})", it.name.name)
    } else {
        quote::qualified(&it.name)
    };
    let on = match (it.kind, &it.table) {
        (DefinitionKind::Rule, Some(table)) => format!(" ON {}", quote::qualified(table)),
        _ => String::new(),
    };
    format!("{} {name}{}{on}", it.kind.as_sql(), it.signature)
}

/// What changes in place: parts of the definition, or the moment at which it fires.
pub(super) fn alter(definitions: Pair<&Definition>) -> Vec<Statement> {
    let parts = definitions.map(|it| Wrapper::parse(it.definition.as_str()));
    if let (DefinitionKind::ForeignDataWrapper, Some(from), Some(to)) = (definitions.to.kind, parts.from, parts.to) {
        let changes = wrapper::changes(Pair::new(&from, &to));
        return vec![Statement::new(format!("ALTER {} {changes}", subject(definitions.to)))];
    }
    let fires = definitions.map(|it| it.firing).differs().then(|| fire(definitions.to));
    let altered = if definitions.map(|it| &it.definition).differs() { in_place::alteration(definitions) } else { None };
    altered.unwrap_or_default().into_iter().map(Statement::new).chain(fires).collect()
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

/// When a trigger fires.
pub(super) fn fire_trigger(it: &Trigger) -> Statement {
    let (table, name) = (quote::qualified(&it.table), quote::identifier(&it.name));
    Statement::new(format!("ALTER TABLE {table} {} TRIGGER {name}", firing(it.firing)))
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
