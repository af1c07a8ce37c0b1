//! Publications.

use super::{Findings, in_default, text};
use crate::model::{Publication, PublishedTable};
use std::collections::BTreeMap;

/// What can be published, in the order in which the server shows it.
const ACTIONS: [&str; 4] = ["insert", "update", "delete", "truncate"];

pub(super) fn publication(publication: Publication, findings: &mut Findings) -> Publication {
    let tables = publication.tables.into_iter().map(|(name, table)| {
        let predicate = table.predicate.map(text::expression);
        (in_default(name), PublishedTable { predicate, ..table })
    });
    let publication = Publication { tables: tables.collect(), ..publication };
    let (options, unknown) = options(&publication.options);
    for name in unknown {
        let message = format!("`{name}` is no option of a publication, or has a value that is none");
        let help = "the options are publish, publish_via_partition_root and publish_generated_columns";
        findings.refuse(publication.id(), message, help);
    }
    Publication { options, ..publication }
}

/// Without what is so by itself, and the names of those that cannot be read.
fn options(written: &BTreeMap<String, String>) -> (BTreeMap<String, String>, Vec<String>) {
    let mut options = BTreeMap::new();
    let mut unknown = Vec::new();
    for (name, value) in written {
        match option(name, value) {
            Some(Some(value)) => {
                options.insert(name.clone(), value);
            }
            Some(None) => {}
            None => unknown.push(name.clone()),
        }
    }
    (options, unknown)
}

/// The value as the server shows it, nothing where it is so by itself, and nothing at all where it cannot be read.
fn option(name: &str, value: &str) -> Option<Option<String>> {
    let value = value.trim().to_ascii_lowercase();
    match name {
        "publish" => actions(&value).map(|list| (list.len() < ACTIONS.len()).then(|| list.join(", "))),
        "publish_via_partition_root" => match value.as_str() {
            "" | "true" | "on" | "1" | "yes" => Some(Some("true".to_owned())),
            "false" | "off" | "0" | "no" => Some(None),
            _ => None,
        },
        "publish_generated_columns" => match value.as_str() {
            "" | "stored" => Some(Some("stored".to_owned())),
            "none" => Some(None),
            _ => None,
        },
        _ => None,
    }
}

fn actions(value: &str) -> Option<Vec<&'static str>> {
    let written: Vec<&str> = value.split(',').map(str::trim).filter(|action| !action.is_empty()).collect();
    let known = written.iter().all(|action| ACTIONS.contains(action));
    known.then(|| ACTIONS.into_iter().filter(|action| written.contains(action)).collect())
}

#[cfg(test)]
mod tests {
    use super::option;

    #[test]
    fn options_are_as_the_server_shows_them() {
        let shown = |name, value| option(name, value).map(|shown| shown.unwrap_or_default());
        assert_eq!(shown("publish", "delete,INSERT"), Some("insert, delete".to_owned()));
        assert_eq!(shown("publish", "truncate, insert, update, delete"), Some(String::new()));
        assert_eq!(shown("publish", "inserts"), None);
        assert_eq!(shown("publish_via_partition_root", "on"), Some("true".to_owned()));
        assert_eq!(shown("publish_via_partition_root", "false"), Some(String::new()));
        assert_eq!(shown("other", "1"), None);
    }
}
