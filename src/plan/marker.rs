//! Lines of a plan file that say how an operation runs.

use crate::model::{Batches, Name, Pace, QualifiedName};
use serde::{Deserialize, Serialize};

const APART: &str = "-- dbx:apart";
const BATCHES: &str = "-- dbx:batches ";

/// What stands behind [`BATCHES`]: JSON, since names may hold anything.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Marker {
    table: Vec<String>,
    key: Vec<String>,
    rows: u32,
    pause_ms: u32,
}

/// The line, where the operation does not simply run with its neighbours.
pub(super) fn line(pace: &Pace) -> Option<String> {
    match pace {
        Pace::Together => None,
        Pace::Apart => Some(APART.to_owned()),
        Pace::Batches(batches) => Some(format!("{BATCHES}{}", json(batches))),
    }
}

/// What the line says; `None` where it is no such line, or cannot be read: it is taken for SQL then, and the hash of the plan is another one.
pub(super) fn read(line: &str) -> Option<Pace> {
    if line == APART {
        return Some(Pace::Apart);
    }
    let marker: Marker = serde_json::from_str(line.strip_prefix(BATCHES)?).ok()?;
    let (name, namespace) = match &marker.table[..] {
        [name] => (name, None),
        [namespace, name] => (name, Some(namespace)),
        _ => return None,
    };
    if marker.key.is_empty() || marker.rows == 0 {
        return None;
    }
    Some(Pace::Batches(Batches {
        table: QualifiedName::new(namespace.map(|it| Name::new(it.as_str())), Name::new(name.as_str())),
        key: marker.key.into_iter().map(Name::new).collect(),
        rows: marker.rows,
        pause_ms: marker.pause_ms,
    }))
}

fn json(batches: &Batches) -> String {
    let text = |name: &Name| name.as_str().to_owned();
    let marker = Marker {
        table: batches.table.path().iter().map(text).collect(),
        key: batches.key.iter().map(text).collect(),
        rows: batches.rows,
        pause_ms: batches.pause_ms,
    };
    // Strings and numbers: serde_json cannot fail on them.
    serde_json::to_string(&marker).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_whatever_the_names() {
        let batches = Batches {
            table: QualifiedName::new(Some("a\nb".into()), "x \"y\" apart"),
            key: vec!["id".into(), "-- dbx:then".into()],
            rows: 5_000,
            pause_ms: 100,
        };
        for pace in [Pace::Apart, Pace::Batches(batches)] {
            let line = line(&pace).unwrap();
            assert!(!line.contains('\n'));
            assert_eq!(read(&line), Some(pace));
        }
        assert_eq!(line(&Pace::Together), None);
    }

    #[test]
    fn nonsense_is_no_marker() {
        for text in ["-- dbx:apart ", "-- dbx:batches {}", "-- dbx:batches", "SELECT 1"] {
            assert_eq!(read(text), None, "{text}");
        }
        let endless = r#"-- dbx:batches {"table":["t"],"key":["id"],"rows":0,"pause_ms":0}"#;
        assert_eq!(read(endless), None);
    }
}
