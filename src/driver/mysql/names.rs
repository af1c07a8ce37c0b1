//! What information_schema knows about the names of a statement.

use super::connection::Connection;
use crate::driver::DriverError;
use crate::guard::{Body, Catalog, Definition, Mention, MentionKind, Origin, Volatility};
use crate::model::{Row, Value};

/// Storage engines that keep their rows on this server. Others read files or ask other servers (CONNECT, FEDERATED, SPIDER).
const ENGINES: [&str; 12] = [
    "innodb",
    "myisam",
    "aria",
    "memory",
    "archive",
    "csv",
    "mrg_myisam",
    "rocksdb",
    "columnstore",
    "blackhole",
    "sequence",
    "ndbcluster",
];

const ROUTINE: &str = "SELECT routine_schema, routine_name, sql_data_access, routine_definition FROM information_schema.routines \
    WHERE routine_type = 'FUNCTION' AND routine_schema = coalesce($1, database()) AND lower(routine_name) = lower($2)";

const TABLE: &str = "SELECT t.table_schema, t.table_name, t.table_type, t.engine, v.view_definition FROM information_schema.tables t \
    LEFT JOIN information_schema.views v ON v.table_schema = t.table_schema AND v.table_name = t.table_name \
    WHERE t.table_schema = coalesce($1, database()) AND lower(t.table_name) = lower($2)";

pub(super) async fn look_up(connection: &mut Connection, mentions: &[Mention]) -> Result<Catalog, DriverError> {
    let mut catalog = Catalog::default();
    for mention in mentions {
        let sql = match mention.kind {
            MentionKind::Function => ROUTINE,
            MentionKind::Relation => TABLE,
            MentionKind::Type | MentionKind::Operator | MentionKind::Field | MentionKind::Cast => continue,
        };
        let schema = mention.name.schema.clone().map_or(Value::Null, Value::Text);
        let rows = connection.query(sql, &[schema, Value::Text(mention.name.name.clone())]).await?;
        catalog.definitions.extend(rows.rows.iter().map(|row| definition(row, mention)));
    }
    Ok(catalog)
}

fn definition(row: &Row, mention: &Mention) -> Definition {
    let text = |at: usize| row.get(at).and_then(Value::as_str).map(str::to_owned);
    let name = format!("{}.{}", text(0).unwrap_or_default(), text(1).unwrap_or_default());
    let (what, body) = match mention.kind {
        MentionKind::Function => ("function", routine(&text(2).unwrap_or_default(), text(3))),
        MentionKind::Relation | MentionKind::Type | MentionKind::Operator | MentionKind::Field | MentionKind::Cast => {
            ("table", relation(&text(2).unwrap_or_default(), &text(3).unwrap_or_default(), text(4)))
        }
    };
    let title = format!("{what} {name}");
    Definition { kind: mention.kind, mentioned: mention.name.clone(), title, origin: Origin::User, body }
}

/// What a function says of itself is not enforced by the server, so its body counts too.
fn routine(access: &str, body: Option<String>) -> Body {
    let volatility = match access {
        "NO SQL" | "CONTAINS SQL" => Volatility::Immutable,
        "READS SQL DATA" => Volatility::Stable,
        _ => Volatility::Volatile,
    };
    Body::Routine { volatility, language: "sql".to_owned(), text: body }
}

fn relation(kind: &str, engine: &str, definition: Option<String>) -> Body {
    match (kind, definition) {
        ("VIEW" | "SYSTEM VIEW", Some(text)) if !text.is_empty() => Body::Query(text),
        ("VIEW", _) => {
            Body::Opaque("is a view whose definition this account may not see (it takes SHOW VIEW)".to_owned())
        }
        ("SYSTEM VIEW", _) => Body::Stored,
        _ if engine.is_empty() || ENGINES.contains(&engine.to_ascii_lowercase().as_str()) => Body::Stored,
        _ => Body::Opaque(format!("is kept by the engine {engine}, which may read files or ask other servers")),
    }
}
