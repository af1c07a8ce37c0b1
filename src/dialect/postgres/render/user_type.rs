//! Enums and domains.

use super::{column, comment, constraint};
use crate::dialect::Unsupported;
use crate::dialect::postgres::{data_type, quote};
use crate::model::{
    Check, Column, DataType, Domain, EnumType, Name, ObjectId, ObjectKind, Pair, Place, QualifiedName, Statement,
};

pub(super) fn create_enum(it: &EnumType) -> String {
    let values: Vec<String> = it.values.iter().map(|value| format!("\n    {}", quote::literal(value))).collect();
    let close = if values.is_empty() { "" } else { "\n" };
    format!("CREATE TYPE {} AS ENUM ({}{close})", quote::qualified(&it.name), values.join(","))
}

/// Outside of the plan's transaction: a new value cannot be used in the transaction that adds it.
pub(super) fn add_value(name: &QualifiedName, value: &str, place: Option<&Place>) -> Statement {
    let place = match place {
        Some(Place::Before(other)) => format!(" BEFORE {}", quote::literal(other)),
        Some(Place::After(other)) => format!(" AFTER {}", quote::literal(other)),
        None => String::new(),
    };
    let name = quote::qualified(name);
    Statement::outside_transaction(format!("ALTER TYPE {name} ADD VALUE {}{place}", quote::literal(value)))
}

/// ALTER TYPE … RENAME VALUE.
pub(super) fn rename_value(name: &QualifiedName, values: Pair<&String>) -> Statement {
    let values = values.map(|value| quote::literal(value));
    Statement::new(format!("ALTER TYPE {} RENAME VALUE {} TO {}", quote::qualified(name), values.from, values.to))
}

/// The old type steps aside under another name until no column uses it.
pub(super) fn swap_enum(
    enums: Pair<&EnumType>,
    columns: &[(QualifiedName, Column)],
) -> Result<Vec<Statement>, Unsupported> {
    let name = quote::qualified(&enums.to.name);
    let aside = aside(&enums.to.name);
    let mut statements = vec![
        Statement::new(format!("ALTER TYPE {name} RENAME TO {}", quote::identifier(&aside.name))),
        Statement::new(create_enum(enums.to)),
    ];
    for (table, column) in columns {
        statements.extend(swap_column(table, column)?);
    }
    statements.push(Statement::new(format!("DROP TYPE {}", quote::qualified(&aside))));
    if let Some(text) = &enums.to.comment {
        statements.push(comment::on(&format!("TYPE {name}"), Some(text)));
    }
    Ok(statements)
}

/// A name for the old type that fits into PostgreSQL's limit of 63 bytes.
fn aside(name: &QualifiedName) -> QualifiedName {
    name.sibling(crate::model::generated_name(&name.name, &[], "dbx_old"))
}

fn swap_column(table: &QualifiedName, column: &Column) -> Result<Vec<Statement>, Unsupported> {
    let name = quote::identifier(&column.name);
    let head = format!("ALTER TABLE {} ALTER COLUMN {name}", quote::qualified(table));
    let target = data_type::format(&column.data_type);
    let through = if matches!(column.data_type, DataType::Array(_)) { "text[]" } else { "text" };
    let convert = Statement::new(format!("{head} TYPE {target} USING {name}::{through}::{target}"));
    let Some(default) = &column.default else { return Ok(vec![convert]) };
    let default = column::default(&ObjectId::table(table), column, default)?;
    Ok(vec![
        Statement::new(format!("{head} DROP DEFAULT")),
        convert,
        Statement::new(format!("{head} SET DEFAULT {default}")),
    ])
}

pub(super) fn create_domain(domain: &Domain) -> Result<Vec<Statement>, Unsupported> {
    let mut text = format!(
        "CREATE DOMAIN {} AS {}",
        quote::qualified(&domain.name),
        column::typed(&domain.data_type, domain.collation.as_ref())
    );
    if let Some(default) = default(domain)? {
        text.push_str(&format!(" DEFAULT {default}"));
    }
    if !domain.nullable {
        text.push_str(" NOT NULL");
    }
    for check in domain.checks.values().filter(|check| !check.not_valid) {
        text.push_str(&format!("\n    {}", named_check(check)));
    }
    // CREATE DOMAIN has no NOT VALID.
    let later = domain.checks.values().filter(|check| check.not_valid);
    let later = later.map(|check| {
        Statement::new(format!("ALTER DOMAIN {} ADD {}", quote::qualified(&domain.name), named_check(check)))
    });
    Ok([Statement::new(text)].into_iter().chain(later).chain(comment::of_checks(domain)).collect())
}

fn named_check(check: &Check) -> String {
    format!("CONSTRAINT {} {}", quote::identifier(&check.name), constraint::check(check))
}

fn default(domain: &Domain) -> Result<Option<String>, Unsupported> {
    let spelled = domain.default.as_ref().map(|default| column::default_of(default, &domain.data_type));
    spelled.transpose().map_err(|message| {
        let object = ObjectId::of(ObjectKind::Domain, &domain.name);
        Unsupported::new(object, format!("the default does not fit: {message}"), "write the default as {expr: …}")
    })
}

/// Default, NOT NULL and checks; the type below a domain cannot change.
pub(super) fn alter_domain(domains: Pair<&Domain>) -> Result<Vec<Statement>, Unsupported> {
    let Pair { from, to } = domains;
    let name = quote::qualified(&to.name);
    let mut actions = Vec::new();
    actions.extend(checks_that_go(domains).map(|check| format!("DROP CONSTRAINT {}", quote::identifier(check))));
    if from.default != to.default {
        actions.push(default(to)?.map_or("DROP DEFAULT".to_owned(), |default| format!("SET DEFAULT {default}")));
    }
    if from.nullable != to.nullable {
        actions.push(if to.nullable { "DROP NOT NULL" } else { "SET NOT NULL" }.to_owned());
    }
    actions.extend(to.checks.values().filter_map(|check| match from.checks.get(&check.name) {
        Some(old) if is_same(Pair::new(old, check)) => None,
        Some(old) if only_validates(Pair::new(old, check)) => {
            Some(format!("VALIDATE CONSTRAINT {}", quote::identifier(&check.name)))
        }
        Some(_) | None => Some(format!("ADD {}", named_check(check))),
    }));
    let mut statements: Vec<Statement> =
        actions.into_iter().map(|action| Statement::new(format!("ALTER DOMAIN {name} {action}"))).collect();
    statements.extend(changed_comments(domains));
    Ok(statements)
}

fn checks_that_go(domains: Pair<&Domain>) -> impl Iterator<Item = &Name> {
    domains.from.checks.values().filter_map(move |old| match domains.to.checks.get(&old.name) {
        Some(new) if is_same(Pair::new(old, new)) || only_validates(Pair::new(old, new)) => None,
        Some(_) | None => Some(&old.name),
    })
}

fn is_same(checks: Pair<&Check>) -> bool {
    checks.from.expression == checks.to.expression && checks.from.not_valid == checks.to.not_valid
}

fn only_validates(checks: Pair<&Check>) -> bool {
    checks.from.expression == checks.to.expression && checks.from.not_valid && !checks.to.not_valid
}

fn changed_comments(domains: Pair<&Domain>) -> impl Iterator<Item = Statement> {
    let name = quote::qualified(&domains.to.name);
    domains.to.checks.values().filter_map(move |check| {
        let before = domains.from.checks.get(&check.name).and_then(|old| old.comment.as_ref());
        let subject = format!("CONSTRAINT {} ON DOMAIN {name}", quote::identifier(&check.name));
        (before != check.comment.as_ref()).then(|| comment::on(&subject, check.comment.as_deref()))
    })
}
