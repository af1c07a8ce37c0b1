//! The words of the prompt become the names: whoever asks for clients finds `dim_client`.

use crate::design::draft::Draft;
use crate::design::edit;
use crate::design::reading::Reading;
use crate::design::vocabulary::{Address, Meaning, bare_noun};
use crate::design::word::singular;
use crate::model::{Name, QualifiedName, TableRole};
use std::collections::{BTreeMap, BTreeSet};

/// Renames what is called by one other word throughout the prompt.
pub fn take_over(draft: &mut Draft, reading: &Reading) {
    if draft.is_refinement {
        return;
    }
    let (mut tables, mut columns) = (Words::default(), Words::default());
    for (_, mention) in reading.wanted() {
        let phrase = reading.words(mention).join("_");
        match &mention.meaning {
            Some(Meaning::Table { table, alias }) => tables.note(table, &phrase, *alias),
            Some(Meaning::Columns { columns: addresses, alias }) => {
                if let [address] = &addresses[..] {
                    columns.note(address, &phrase, *alias);
                }
            }
            Some(_) | None => {}
        }
    }
    for ((table, column), phrase) in columns.renames() {
        rename_column(draft, &(table, column), &phrase);
    }
    for (table, phrase) in tables.renames() {
        rename_table(draft, &table, &phrase);
    }
}

/// By what each thing was called, and what was called by its own name.
struct Words<K> {
    /// Each with the form in which it stands in the prompt.
    phrases: BTreeMap<K, BTreeMap<String, String>>,
    by_name: BTreeSet<K>,
}

impl<K> Default for Words<K> {
    fn default() -> Self {
        Self { phrases: BTreeMap::new(), by_name: BTreeSet::new() }
    }
}

impl<K: Ord + Clone> Words<K> {
    fn note(&mut self, thing: &K, phrase: &str, alias: bool) {
        if alias {
            self.phrases.entry(thing.clone()).or_default().insert(one(phrase), phrase.to_owned());
        } else {
            self.by_name.insert(thing.clone());
        }
    }

    /// What has one other name and was not called by its own.
    fn renames(self) -> Vec<(K, String)> {
        let Self { phrases, by_name } = self;
        let single = |(thing, phrases): (K, BTreeMap<String, String>)| {
            let first = phrases.into_values().collect::<Vec<_>>();
            match &first[..] {
                [phrase] if !by_name.contains(&thing) => Some((thing, phrase.clone())),
                _ => None,
            }
        };
        phrases.into_iter().filter_map(single).collect()
    }
}

/// `support_ticket` for `support_tickets`.
fn one(phrase: &str) -> String {
    match phrase.rsplit_once('_') {
        Some((front, last)) => format!("{front}_{}", singular(last)),
        None => singular(phrase),
    }
}

fn rename_column(draft: &mut Draft, address: &Address, phrase: &str) {
    let Some(table) = draft.schema.table(&address.0) else { return };
    // A yes or no keeps its `is_`.
    let name = match address.1.as_str().split_once('_') {
        Some(("is", _)) => return,
        Some(_) | None => Name::new(phrase),
    };
    if table.columns.contains_key(&address.1) && !table.columns.contains_key(&name) {
        edit::rename_column(&mut draft.schema, address, &name);
        draft.retell(&format!("{}.{}", address.0, address.1), &format!("{}.{name}", address.0));
    }
}

fn rename_table(draft: &mut Draft, table: &QualifiedName, phrase: &str) {
    let Some(found) = draft.schema.table(table) else { return };
    let (prefix, noun) = match found.role {
        TableRole::Dimension(_) => ("dim_", one(phrase)),
        // As it was said: payments, but inventory.
        TableRole::Fact(_) => ("fact_", phrase.to_owned()),
        TableRole::Plain => ("", phrase.to_owned()),
    };
    let new = table.sibling(format!("{prefix}{noun}"));
    if draft.schema.table(&new).is_some() {
        return;
    }
    let old_noun = bare_noun(table.name.as_str()).to_owned();
    let is_dimension = matches!(found.role, TableRole::Dimension(_));
    edit::rename_table(&mut draft.schema, table, &new);
    for name in draft.order.iter_mut().chain(&mut draft.named) {
        if name == table {
            *name = new.clone();
        }
    }
    for other in draft.belongs.iter_mut().flat_map(|(thing, owners)| owners.iter_mut().chain([thing])) {
        if other == table {
            *other = new.clone();
        }
    }
    for split in draft.splits.iter_mut().filter(|split| split.fact == table.name.as_str()) {
        split.fact = new.name.to_string();
    }
    if is_dimension {
        rename_own_columns(draft, &new, &old_noun, &one(phrase));
    }
    draft.retell(&table.to_string(), &new.to_string());
}

/// `customer_key` and `customer_name` are `client_key` and `client_name` in `dim_client`, and in what refers to it.
fn rename_own_columns(draft: &mut Draft, table: &QualifiedName, old: &str, new: &str) {
    let renamed = |name: &Name| {
        name.as_str()
            .strip_prefix(old)
            .filter(|rest| rest.starts_with('_'))
            .map(|rest| Name::new(format!("{new}{rest}")))
    };
    let mut addresses: Vec<Address> = Vec::new();
    for other in draft.schema.tables() {
        if other.name == *table {
            addresses.extend(other.columns.keys().map(|name| (table.clone(), name.clone())));
        }
        let keys = other.foreign_keys().filter(|key| key.references == *table).flat_map(|key| &key.columns);
        addresses.extend(keys.map(|name| (other.name.clone(), name.clone())));
    }
    for address in addresses {
        if let Some(name) = renamed(&address.1) {
            edit::rename_column(&mut draft.schema, &address, &name);
        }
    }
}
