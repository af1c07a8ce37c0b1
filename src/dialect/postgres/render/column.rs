//! Columns: their definition, and one change at a time.

use super::sequence;
use crate::dialect::Unsupported;
use crate::dialect::postgres::sequence::Effective;
use crate::dialect::postgres::{cast, data_type, literal, quote};
use crate::model::{
    Column, ColumnAspect, ColumnDefault, DataType, Generated, Identity, IdentityMode, ObjectId, Pair, QualifiedName,
    Statement,
};
use crate::sql::{Syntax, lex};

/// `name type COLLATE … DEFAULT … NOT NULL`.
pub(super) fn definition(table: &ObjectId, column: &Column) -> Result<String, Unsupported> {
    let mut parts = vec![quote::identifier(&column.name), typed(&column.data_type, column.collation.as_ref())];
    if let Some(default) = &column.default {
        parts.push(format!("DEFAULT {}", self::default(table, column, default)?));
    }
    if let Some(Generated { expression, .. }) = &column.generated {
        parts.push(format!("GENERATED ALWAYS AS ({}) STORED", expression.as_str().trim()));
    }
    if let Some(identity) = &column.identity {
        parts.push(self::identity(identity));
    }
    if !column.nullable {
        parts.push("NOT NULL".into());
    }
    Ok(parts.join(" "))
}

/// Type and collation.
pub(super) fn typed(data_type: &DataType, collation: Option<&QualifiedName>) -> String {
    let spelled = data_type::format(data_type);
    match collation {
        Some(collation) => format!("{spelled} COLLATE {}", quote::qualified(collation)),
        None => spelled,
    }
}

/// The expression behind DEFAULT.
pub(super) fn default(table: &ObjectId, column: &Column, default: &ColumnDefault) -> Result<String, Unsupported> {
    default_of(default, &column.data_type).map_err(|message| {
        let object = table.member(crate::model::ObjectKind::Column, &column.name);
        Unsupported::new(object, format!("the default does not fit: {message}"), "write the default as {expr: …}")
    })
}

/// The expression behind DEFAULT, for a type.
pub(super) fn default_of(default: &ColumnDefault, data_type: &DataType) -> Result<String, String> {
    match default {
        ColumnDefault::Literal(literal) => literal::format(literal, data_type),
        ColumnDefault::Expression(expression) => Ok(restricted(expression.as_str())),
    }
}

/// The grammar takes no AND, IS or IN behind DEFAULT without parentheses, since they could start a constraint.
fn restricted(expression: &str) -> String {
    const REFUSED: [&str; 12] =
        ["AND", "OR", "NOT", "IS", "ISNULL", "NOTNULL", "IN", "LIKE", "ILIKE", "SIMILAR", "BETWEEN", "COLLATE"];
    let text = expression.trim();
    let refused = lex(Syntax::Postgres, text)
        .is_ok_and(|lexemes| lexemes.iter().any(|lexeme| REFUSED.iter().any(|word| lexeme.is_word(word))));
    if refused { format!("({text})") } else { text.to_owned() }
}

fn identity(identity: &Identity) -> String {
    let options = sequence::written_options(&identity.options);
    let options = if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {} AS IDENTITY{options}", mode(identity.mode))
}

fn mode(mode: IdentityMode) -> &'static str {
    match mode {
        IdentityMode::Always => "ALWAYS",
        IdentityMode::ByDefault => "BY DEFAULT",
    }
}

/// One aspect of a column that is there already.
pub(super) fn alter(
    table: &ObjectId,
    columns: Pair<&Column>,
    aspect: ColumnAspect,
) -> Result<Vec<Statement>, Unsupported> {
    let name = quote::identifier(&columns.to.name);
    let head = format!("ALTER TABLE {} ALTER COLUMN {name}", super::path(table));
    let one = |action: String| Ok(vec![Statement::new(format!("{head} {action}"))]);
    match aspect {
        ColumnAspect::Type | ColumnAspect::Collation => alter_type(table, &head, columns),
        ColumnAspect::Nullability if columns.to.nullable => one("DROP NOT NULL".into()),
        ColumnAspect::Nullability => one("SET NOT NULL".into()),
        ColumnAspect::Default => match &columns.to.default {
            Some(value) => one(format!("SET DEFAULT {}", default(table, columns.to, value)?)),
            None => one("DROP DEFAULT".into()),
        },
        // Lowered to another column wherever there is an expression afterwards.
        ColumnAspect::Generated => one("DROP EXPRESSION".into()),
        ColumnAspect::Identity => Ok(alter_identity(table, &head, columns)),
        ColumnAspect::Storage | ColumnAspect::Inheritance | ColumnAspect::OnUpdate | ColumnAspect::Visibility => {
            Err(super::unwritten(&table.member(crate::model::ObjectKind::Column, &columns.to.name)))
        }
    }
}

/// A default is of the old type and might not cast, so it goes first and the new one comes last.
fn alter_type(table: &ObjectId, head: &str, columns: Pair<&Column>) -> Result<Vec<Statement>, Unsupported> {
    let Pair { from, to } = columns;
    let mut statements = Vec::new();
    let moves_default = from.default.is_some() && from.data_type != to.data_type;
    if moves_default {
        statements.push(Statement::new(format!("{head} DROP DEFAULT")));
    }
    let mut action = format!("{head} TYPE {}", typed(&to.data_type, to.collation.as_ref()));
    if !cast::is_assignable(Pair::new(&from.data_type, &to.data_type)) {
        action.push_str(&format!(" USING {}", conversion(columns)));
    }
    statements.push(Statement::new(action));
    if let (true, Some(value)) = (moves_default, &to.default) {
        statements.push(Statement::new(format!("{head} SET DEFAULT {}", default(table, to, value)?)));
    }
    Ok(statements)
}

/// The cast behind USING. Between two types of the user's own there is none but through text.
fn conversion(columns: Pair<&Column>) -> String {
    let name = quote::identifier(&columns.to.name);
    let target = data_type::format(&columns.to.data_type);
    match (&columns.from.data_type, &columns.to.data_type) {
        (DataType::Named(_), DataType::Named(_)) => format!("{name}::text::{target}"),
        _ => format!("{name}::{target}"),
    }
}

fn alter_identity(table: &ObjectId, head: &str, columns: Pair<&Column>) -> Vec<Statement> {
    match (&columns.from.identity, &columns.to.identity) {
        (_, None) => vec![Statement::new(format!("{head} DROP IDENTITY"))],
        (None, Some(to)) => {
            let mut statements = vec![Statement::new(format!("{head} ADD {}", identity(to)))];
            statements.extend(continue_counting(table, columns.to, to));
            statements
        }
        (Some(from), Some(to)) => {
            let effective = Pair::new(&from.options, &to.options).map(|it| Effective::of(it, &columns.to.data_type));
            let mode = (from.mode != to.mode).then(|| format!("SET GENERATED {}", mode(to.mode)));
            let options = sequence::differences(effective).into_iter().map(identity_action);
            let actions: Vec<String> = mode.into_iter().chain(options).collect();
            let moved = sequence::move_into_range(&format!("{}::regclass", own_sequence(table, columns.to)), effective);
            let altered = Statement::new(format!("{head} {}", actions.join(" ")));
            moved.into_iter().chain([altered]).collect()
        }
    }
}

/// `SET INCREMENT BY 5`; but RESTART stands without SET.
fn identity_action(option: String) -> String {
    if option.starts_with("RESTART") { option } else { format!("SET {option}") }
}

/// Rows that are there have numbers already: the new sequence goes on behind them.
fn continue_counting(table: &ObjectId, column: &Column, identity: &Identity) -> Option<Statement> {
    let ascending = identity.options.increment.unwrap_or(1) > 0;
    let start = identity.options.start.or(identity.options.min).unwrap_or(1);
    let name = quote::identifier(&column.name);
    let owner = super::path(table);
    let sequence = own_sequence(table, column);
    ascending.then(|| {
        Statement::new(format!("SELECT setval({sequence}, max({name})) FROM {owner} HAVING max({name}) >= {start}"))
    })
}

/// The sequence behind an identity column, whatever it is called.
fn own_sequence(table: &ObjectId, column: &Column) -> String {
    let table = quote::literal(&super::path(table));
    format!("pg_get_serial_sequence({table}, {})", quote::literal(column.name.as_str()))
}
