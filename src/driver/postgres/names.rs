//! What the catalog knows about the names of a statement.

use super::connection::Connection;
use crate::driver::{DriverError, ErrorKind};
use crate::guard::{Body, Catalog, Definition, Mention, MentionKind, Origin, Volatility};
use crate::model::{Row, Value};

const QUERY: &str = include_str!("queries/names.sql");

pub(super) async fn look_up(connection: &mut Connection, mentions: &[Mention]) -> Result<Catalog, DriverError> {
    let asked: Vec<serde_json::Value> =
        mentions.iter().enumerate().map(|(at, mention)| question(at, mention)).collect();
    let rows = connection.query(QUERY, &[Value::Text(serde_json::Value::from(asked).to_string())]).await?;
    let definitions = rows.rows.iter().map(|row| definition(row, mentions)).collect::<Option<Vec<_>>>();
    let definitions = definitions.ok_or_else(|| {
        DriverError::new(ErrorKind::Statement, "the catalog answers in another form than it is asked")
    })?;
    Ok(Catalog { definitions })
}

fn question(at: usize, mention: &Mention) -> serde_json::Value {
    let kind = match mention.kind {
        MentionKind::Function => "function",
        MentionKind::Relation => "relation",
        MentionKind::Type => "type",
        MentionKind::Operator => "operator",
        MentionKind::Field => "field",
        MentionKind::Cast => "cast",
    };
    serde_json::json!({ "at": at, "kind": kind, "schema": mention.name.schema, "name": mention.name.name })
}

/// Columns: at, body_kind, title, extension, is_engine, volatility, language, body.
fn definition(row: &Row, mentions: &[Mention]) -> Option<Definition> {
    let text = |at: usize| row.get(at).and_then(Value::as_str).map(str::to_owned);
    let mention = mentions.get(usize::try_from(row.first()?.as_i64()?).ok()?)?;
    let origin = match (text(3), row.get(4)?) {
        (Some(extension), _) => Origin::Extension(extension),
        (None, Value::Boolean(true)) => Origin::Engine,
        (None, _) => Origin::User,
    };
    let body = match text(1)?.as_str() {
        "stored" => Body::Stored,
        "query" => Body::Query(text(7)?),
        "expression" => Body::Expression(text(7)?),
        "routine" => Body::Routine { volatility: volatility(&text(5)?), language: text(6)?, text: text(7) },
        _ => Body::Opaque(text(7)?),
    };
    Some(Definition { kind: mention.kind, mentioned: mention.name.clone(), title: text(2)?, origin, body })
}

fn volatility(letter: &str) -> Volatility {
    match letter {
        "i" => Volatility::Immutable,
        "s" => Volatility::Stable,
        _ => Volatility::Volatile,
    }
}
