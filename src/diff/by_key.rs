//! The one matching loop: two maps side by side.

use crate::model::Pair;
use std::collections::BTreeMap;

/// Where a key was found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side<'a, V> {
    From(&'a V),
    To(&'a V),
    Both(Pair<&'a V>),
}

/// All keys of both maps in order, each once.
pub(super) fn by_key<'a, K: Ord, V>(from: &'a BTreeMap<K, V>, to: &'a BTreeMap<K, V>) -> Vec<Side<'a, V>> {
    let mut sides: BTreeMap<&K, Side<'a, V>> = from.iter().map(|(key, value)| (key, Side::From(value))).collect();
    for (key, value) in to {
        let side = match from.get(key) {
            Some(old) => Side::Both(Pair::new(old, value)),
            None => Side::To(value),
        };
        sides.insert(key, side);
    }
    sides.into_values().collect()
}
