//! Indexes.

use super::{text, trim_comment, without_searched_namespace};
use crate::model::{Index, IndexKey, IndexTerm, NullsOrder};

pub(super) fn index(mut index: Index) -> Index {
    trim_comment(&mut index.comment);
    Index {
        method: index.method.filter(|method| method.as_str() != "btree"),
        keys: index.keys.into_iter().map(key).collect(),
        predicate: index.predicate.map(text::expression),
        ..index
    }
}

pub(super) fn key(key: IndexKey) -> IndexKey {
    // NULLs are larger than everything, so they come last going up and first going down.
    let usual = if key.descending { NullsOrder::First } else { NullsOrder::Last };
    IndexKey {
        term: match key.term {
            IndexTerm::Column(name) => IndexTerm::Column(name),
            IndexTerm::Expression(expression) => IndexTerm::Expression(text::expression(expression)),
        },
        nulls: key.nulls.filter(|nulls| *nulls != usual),
        opclass: key.opclass.map(without_searched_namespace),
        collation: key.collation.map(without_searched_namespace),
        descending: key.descending,
        prefix: None,
    }
}
