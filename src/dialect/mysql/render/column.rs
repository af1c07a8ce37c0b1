//! A column's definition, which MySQL wants whole for every change of it.

use crate::dialect::Unsupported;
use crate::dialect::mysql::features::Features;
use crate::dialect::mysql::{data_type, literal, option, quote};
use crate::model::{Check, Column, ColumnDefault, Constraint, DataType, Name, ObjectId, Table};
use crate::sql::{LexemeKind, Syntax, lex};

/// `name type COLLATE … NOT NULL DEFAULT … ON UPDATE … AUTO_INCREMENT INVISIBLE COMMENT … CHECK (…)`.
pub(super) fn definition(column: &Column, table: &Table, features: &Features) -> Result<String, Unsupported> {
    let mut parts = vec![quote::identifier(&column.name), typed(column, table)];
    if let Some(period) = period_clause(&column.name, table) {
        parts.push(period.to_owned());
    } else if let Some(generated) = &column.generated {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        parts.push(format!("GENERATED ALWAYS AS ({}) {kind}", generated.expression.as_str().trim()));
        if !column.nullable {
            parts.push("NOT NULL".to_owned());
        }
    } else {
        parts.extend(value(column, table, features)?);
    }
    if is_named_in(&column.name, table, option::UNVERSIONED) {
        parts.push("WITHOUT SYSTEM VERSIONING".to_owned());
    }
    if column.invisible {
        parts.push("INVISIBLE".to_owned());
    }
    if let Some(comment) = &column.comment {
        parts.push(format!("COMMENT {}", quote::text(comment)));
    }
    parts.extend(
        inline_check(&column.name, table, features).map(|check| format!("CHECK ({})", check.expression.as_str())),
    );
    Ok(parts.join(" "))
}

/// Type and collation.
fn typed(column: &Column, _: &Table) -> String {
    let spelled = data_type::format(&column.data_type);
    match &column.collation {
        Some(collation) => format!("{spelled} COLLATE {}", collation.name),
        None => spelled,
    }
}

/// NULL, default and counting.
fn value(column: &Column, table: &Table, features: &Features) -> Result<Vec<String>, Unsupported> {
    let mut parts = Vec::new();
    if !column.nullable {
        parts.push("NOT NULL".to_owned());
    } else if is_zoned(&column.data_type) {
        // Without the word an older server makes it NOT NULL.
        parts.push("NULL".to_owned());
    }
    if let Some(default) = &column.default {
        parts.push(format!("DEFAULT {}", self::default(default, column, table, features)?));
    }
    if let Some(moment) = &column.on_update {
        parts.push(format!("ON UPDATE {}", moment.as_str()));
    }
    if column.identity.is_some() {
        parts.push("AUTO_INCREMENT".to_owned());
    }
    Ok(parts)
}

fn is_zoned(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Timestamp { zone: true, .. })
}

/// A literal or the moment stands by itself; other expressions stand in parentheses.
fn default(
    default: &ColumnDefault,
    column: &Column,
    table: &Table,
    features: &Features,
) -> Result<String, Unsupported> {
    let sql = match default {
        ColumnDefault::Expression(text) => text.as_str().trim().to_owned(),
        ColumnDefault::Literal(scalar) => literal::format(scalar, &column.data_type).map_err(|reason| {
            let id = ObjectId::column(&table.name, &column.name);
            Unsupported::new(id, format!("the default does not fit: {reason}"), "change the default or the type")
        })?,
    };
    let takes_bare = features.literal_default_of_text || !data_type::needs_prefix(&column.data_type);
    let is_bare = is_literal(&sql) && takes_bare || is_moment(&sql, &column.data_type);
    Ok(if is_bare { sql } else { format!("({sql})") })
}

fn is_literal(sql: &str) -> bool {
    let Ok(lexemes) = lex(Syntax::Mysql, sql) else { return false };
    match &lexemes[..] {
        [only] => {
            matches!(only.kind, LexemeKind::Number | LexemeKind::Text)
                || ["true", "false"].iter().any(|word| only.is_word(word))
        }
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && number.kind == LexemeKind::Number,
        _ => false,
    }
}

/// The current moment is a default of its own kind for moments alone.
fn is_moment(sql: &str, data_type: &DataType) -> bool {
    matches!(data_type, DataType::Timestamp { .. }) && sql.starts_with("CURRENT_TIMESTAMP")
}

/// The check that stands in the column's definition: it has the column's name.
pub(super) fn inline_check<'a>(column: &Name, table: &'a Table, features: &Features) -> Option<&'a Check> {
    match table.constraints.get(column) {
        Some(Constraint::Check(check)) if features.column_checks => Some(check),
        _ => None,
    }
}

/// The two columns between whose moments a row was as it is.
fn period_clause(column: &Name, table: &Table) -> Option<&'static str> {
    let names = table.options.parameters.get(option::PERIOD)?;
    let position = split_names(names).position(|name| name.eq_ignore_ascii_case(column.as_str()))?;
    Some(if position == 0 { "GENERATED ALWAYS AS ROW START" } else { "GENERATED ALWAYS AS ROW END" })
}

fn is_named_in(column: &Name, table: &Table, parameter: &str) -> bool {
    let names = table.options.parameters.get(parameter);
    names.is_some_and(|names| split_names(names).any(|name| name.eq_ignore_ascii_case(column.as_str())))
}

/// Names of columns in an option: separated by commas, in backticks or not.
pub(super) fn split_names(names: &str) -> impl Iterator<Item = &str> {
    names.split(',').map(|name| name.trim().trim_matches('`'))
}
