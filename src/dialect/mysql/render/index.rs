//! Indexes, as they stand in CREATE TABLE and behind ADD.

use crate::dialect::mysql::features::Features;
use crate::dialect::mysql::quote;
use crate::model::{Index, IndexKey, IndexTerm};

pub(super) fn definition(index: &Index, features: &Features) -> String {
    let method = index.method.as_ref().map(|method| method.as_str());
    let kind = match (method, index.unique) {
        (Some("fulltext"), _) => "FULLTEXT KEY",
        (Some("spatial"), _) => "SPATIAL KEY",
        (_, true) => "UNIQUE KEY",
        (_, false) => "KEY",
    };
    let keys: Vec<String> = index.keys.iter().map(key).collect();
    let mut text = format!("{kind} {} ({})", quote::identifier(&index.name), keys.join(", "));
    if let Some(method @ ("btree" | "hash" | "rtree")) = method {
        text.push_str(&format!(" USING {}", method.to_ascii_uppercase()));
    }
    if let Some(comment) = &index.comment {
        text.push_str(&format!(" COMMENT {}", quote::text(comment)));
    }
    if index.hidden {
        text.push_str(&format!(" {}", features.hidden_index[0]));
    }
    text
}

fn key(key: &IndexKey) -> String {
    let mut text = match &key.term {
        IndexTerm::Column(name) => quote::identifier(name),
        IndexTerm::Expression(expression) => format!("({})", expression.as_str().trim()),
    };
    if let Some(prefix) = key.prefix {
        text.push_str(&format!("({prefix})"));
    }
    if key.descending {
        text.push_str(" DESC");
    }
    text
}
