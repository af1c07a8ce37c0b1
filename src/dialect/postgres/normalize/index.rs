//! Indexes.

use super::{storage, text, trim_comment, without_searched_namespace};
use crate::model::{Index, IndexKey, IndexTerm, NullsOrder};

pub(super) fn index(mut index: Index) -> Index {
    trim_comment(&mut index.comment);
    Index {
        method: index.method.filter(|method| method.as_str() != "btree"),
        keys: index.keys.into_iter().map(key).collect(),
        predicate: index.predicate.map(text::expression),
        storage: storage::index_storage(index.storage),
        statistics: storage::statistics(index.statistics),
        ..index
    }
}

pub(super) fn term(term: IndexTerm) -> IndexTerm {
    match term {
        IndexTerm::Column(name) => IndexTerm::Column(name),
        IndexTerm::Expression(expression) => IndexTerm::Expression(text::expression(expression)),
    }
}

pub(super) fn key(key: IndexKey) -> IndexKey {
    // NULLs are larger than everything, so they come last going up and first going down.
    let usual = if key.descending { NullsOrder::First } else { NullsOrder::Last };
    IndexKey {
        term: term(key.term),
        nulls: key.nulls.filter(|nulls| *nulls != usual),
        opclass: key.opclass.map(without_searched_namespace),
        collation: key.collation.map(without_searched_namespace),
        descending: key.descending,
        prefix: None,
    }
}
