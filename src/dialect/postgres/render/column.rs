//! Columns: their definition, and one change at a time.

use super::{foreign, sequence, storage};
use crate::dialect::Unsupported;
use crate::dialect::postgres::sequence::Effective;
use crate::dialect::postgres::{cast, data_type, literal, quote};
use crate::model::{
    Column, ColumnAspect, ColumnDefault, DataType, Generated, Identity, IdentityMode, ObjectId, ObjectKind, Pair,
    QualifiedName, Statement, generated_name,
};
use crate::sql::{LexemeKind, Syntax, lex};

/// `name type COLLATE … DEFAULT … NOT NULL`.
pub(super) fn definition(table: &ObjectId, column: &Column) -> Result<String, Unsupported> {
    // The options of a foreign table's column stand in front of everything else.
    let data_type = format!("{}{}", data_type::format(&column.data_type), foreign::of_column(column));
    let mut parts = vec![quote::identifier(&column.name), data_type];
    if let Some(compression) = &column.storage.compression {
        parts.push(format!("COMPRESSION {compression}"));
    }
    if let Some(collation) = &column.collation {
        parts.push(format!("COLLATE {}", quote::qualified(collation)));
    }
    parts.extend(constraints(table, column)?);
    Ok(parts.join(" "))
}

/// `name WITH OPTIONS …`, where a column of a table of a type has more than the type says.
pub(super) fn with_options(table: &ObjectId, column: &Column) -> Result<Option<String>, Unsupported> {
    let constraints = constraints(table, column)?;
    let name = quote::identifier(&column.name);
    Ok((!constraints.is_empty()).then(|| format!("{name} WITH OPTIONS {}", constraints.join(" "))))
}

fn constraints(table: &ObjectId, column: &Column) -> Result<Vec<String>, Unsupported> {
    let mut parts = Vec::new();
    if let Some(default) = &column.default {
        parts.push(format!("DEFAULT {}", self::default(table, column, default)?));
    }
    if let Some(Generated { expression, .. }) = &column.generated {
        parts.push(format!("GENERATED ALWAYS AS ({}) STORED", expression.as_str().trim()));
    }
    if let Some(identity) = &column.identity {
        parts.push(self::identity(table, column, identity));
    }
    if !column.nullable {
        parts.push("NOT NULL".into());
    }
    Ok(parts)
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
        let object = table.member(ObjectKind::Column, &column.name);
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
pub(super) fn restricted(expression: &str) -> String {
    const REFUSED: [&str; 12] =
        ["AND", "OR", "NOT", "IS", "ISNULL", "NOTNULL", "IN", "LIKE", "ILIKE", "SIMILAR", "BETWEEN", "COLLATE"];
    let text = expression.trim();
    let refused = lex(Syntax::Postgres, text)
        .is_ok_and(|lexemes| lexemes.iter().any(|lexeme| REFUSED.iter().any(|word| lexeme.is_word(word))));
    if refused { format!("({text})") } else { text.to_owned() }
}

fn identity(table: &ObjectId, column: &Column, identity: &Identity) -> String {
    let named = identity.sequence.as_ref().filter(|name| !is_usual(table, column, name));
    let named = named.map(|name| format!("SEQUENCE NAME {}", quote::qualified(name)));
    let options: Vec<String> = named.into_iter().chain(sequence::written_options(&identity.options)).collect();
    let options = if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {} AS IDENTITY{options}", mode(identity.mode))
}

/// Whether PostgreSQL comes to this name for the column's sequence by itself.
fn is_usual(table: &ObjectId, column: &Column, sequence: &QualifiedName) -> bool {
    let Some((name, outer)) = table.path.split_last() else { return false };
    let usual = generated_name(name, &[&column.name], "seq");
    sequence.name == usual && sequence.namespace.as_ref() == outer.first()
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
            Some(value) => {
                let mut statements =
                    vec![Statement::new(format!("{head} SET DEFAULT {}", default(table, columns.to, value)?))];
                statements.extend(columns.from.identity.as_ref().and_then(|_| hand_over(table, columns.to)));
                Ok(statements)
            }
            None => one("DROP DEFAULT".into()),
        },
        // Lowered to another column wherever there is an expression afterwards.
        ColumnAspect::Generated => one("DROP EXPRESSION".into()),
        ColumnAspect::Identity => Ok(alter_identity(table, &head, columns)),
        ColumnAspect::Storage => {
            let mut statements = storage::alter_column(table, &head, columns)?;
            statements.extend(foreign::alter_column(table, columns));
            Ok(statements)
        }
        ColumnAspect::Inheritance | ColumnAspect::OnUpdate | ColumnAspect::Visibility => {
            Err(super::unwritten(&table.member(ObjectKind::Column, &columns.to.name)))
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
            let add = Statement::new(format!("{head} ADD {}", identity(table, columns.to, to)));
            [add].into_iter().chain(continue_counting(table, columns.to, to)).collect()
        }
        (Some(from), Some(to)) => {
            let mut statements: Vec<Statement> = renamed_sequence(Pair::new(from, to)).into_iter().collect();
            let effective = Pair::new(&from.options, &to.options).map(|it| Effective::of(it, &columns.to.data_type));
            let mode = (from.mode != to.mode).then(|| format!("SET GENERATED {}", mode(to.mode)));
            let options = sequence::differences(effective).into_iter().map(identity_action);
            let actions: Vec<String> = mode.into_iter().chain(options).collect();
            let own = format!("{}::regclass", own_sequence(table, columns.to));
            statements.extend(sequence::move_into_range(&own, effective));
            if !actions.is_empty() {
                statements.push(Statement::new(format!("{head} {}", actions.join(" "))));
            }
            statements
        }
    }
}

fn renamed_sequence(identities: Pair<&Identity>) -> Option<Statement> {
    let (from, to) = (identities.from.sequence.as_ref()?, identities.to.sequence.as_ref()?);
    let name = quote::identifier(&to.name);
    (from != to).then(|| Statement::new(format!("ALTER SEQUENCE {} RENAME TO {name}", quote::qualified(from))))
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

/// A sequence that numbers the rows from now on goes on behind those that the identity has numbered, and never back.
fn hand_over(table: &ObjectId, column: &Column) -> Option<Statement> {
    let Some(ColumnDefault::Expression(expression)) = &column.default else { return None };
    let literal = sequence_of(expression.as_str())?;
    let sequence = literal.trim_matches('\'').replace("''", "'");
    let name = quote::identifier(&column.name);
    Some(Statement::new(format!(
        "SELECT setval({literal}::regclass, greatest(max({name}), (SELECT last_value FROM {sequence}))) FROM {} HAVING max({name}) >= 1",
        super::path(table)
    )))
}

/// `'public.ticket_seq'` of `nextval('public.ticket_seq'::regclass)`.
fn sequence_of(default: &str) -> Option<String> {
    let lexemes = lex(Syntax::Postgres, default).ok()?;
    let [function, open, name, ..] = &lexemes[..] else { return None };
    let is_next = function.is_word("nextval") && open.is_symbol("(") && name.kind == LexemeKind::Text;
    is_next.then(|| name.text.to_owned())
}

/// The sequence behind an identity column, whatever it is called.
fn own_sequence(table: &ObjectId, column: &Column) -> String {
    let table = quote::literal(&super::path(table));
    format!("pg_get_serial_sequence({table}, {})", quote::literal(column.name.as_str()))
}
