//! Indexes. A unique one over whole columns is a unique constraint: MySQL does not tell them apart.

use super::{Findings, Scene, trim_comment};
use crate::dialect::mysql::{collation, data_type, implied, text, unsupported};
use crate::model::{
    Constraint, Deferrable, Index, IndexKey, IndexStorage, IndexTerm, Name, NameOrigin, NullsOrder, Object, ObjectKind,
    Schema, Table, Unique,
};

/// The bytes that a key of an index holds at most (InnoDB).
const MAX_KEY_BYTES: u32 = 3072;

/// Adds the index in MySQL's form, if MySQL has such a thing.
pub(super) fn add(
    table: &mut Table,
    mut index: Index,
    usual_collation: Option<&str>,
    scene: Scene<'_>,
    findings: &mut Findings,
) {
    let id = table.id().member(ObjectKind::Index, &index.name);
    trim_comment(&mut index.comment);
    index.method = index.method.map(|method| Name::new(method.as_str().to_ascii_lowercase()));
    index.keys.iter_mut().for_each(normalize_key);
    if let Some(message) = refusal(&index, scene) {
        findings.refuse(id, message, unsupported::LEAVE_OUT);
        return;
    }
    if is_tree(&index) && !index.unique {
        for key in &mut index.keys {
            if let Some(length) = needed_prefix(key, table, usual_collation) {
                findings.note(id.clone(), format!("long values are in the index with their first {length} characters"));
                key.prefix = Some(length);
            }
        }
    }
    match as_constraint(&index) {
        Some(unique) => table.add_constraint(Constraint::Unique(unique)),
        None => table.add_index(index),
    }
}

fn is_tree(index: &Index) -> bool {
    index.method.as_ref().is_none_or(|method| method.as_str() == "btree")
}

fn normalize_key(key: &mut IndexKey) {
    if let IndexTerm::Expression(expression) = &key.term {
        key.term = IndexTerm::Expression(text::expression(expression));
    }
    // NULLs are less than everything.
    let usual = if key.descending { NullsOrder::Last } else { NullsOrder::First };
    key.nulls = key.nulls.filter(|nulls| *nulls != usual);
}

/// The length to which a server cuts the values of a long column down, where nobody says one.
fn needed_prefix(key: &IndexKey, table: &Table, usual_collation: Option<&str>) -> Option<u32> {
    let column = table.columns.get(key.column()?)?;
    if key.prefix.is_some() || !data_type::needs_prefix(&column.data_type) {
        return None;
    }
    let own = column.collation.as_ref().map(|name| name.name.as_str());
    let bytes = match data_type::has_collation(&column.data_type) {
        true => collation::bytes_per_character(own.or(usual_collation)).unwrap_or(4),
        false => 1,
    };
    Some(MAX_KEY_BYTES / bytes)
}

fn refusal(index: &Index, scene: Scene<'_>) -> Option<String> {
    const METHODS: [&str; 5] = ["btree", "hash", "rtree", "fulltext", "spatial"];
    let product = scene.features.product;
    if let Some(method) = index.method.as_ref().filter(|method| !METHODS.contains(&method.as_str())) {
        Some(format!("MySQL has no index of the kind `{method}`"))
    } else if index.predicate.is_some() {
        Some("MySQL's indexes hold all rows: it has no partial ones".to_owned())
    } else if !index.include.is_empty() {
        Some("MySQL's indexes include no other columns".to_owned())
    } else if index.storage != IndexStorage::default() || !index.statistics.is_empty() {
        Some("MySQL's indexes have no storage parameters, tablespaces or statistics of their own".to_owned())
    } else if index.nulls_not_distinct {
        Some("NULLs are always distinct in MySQL".to_owned())
    } else if index.keys.iter().any(|key| key.opclass.is_some() || key.collation.is_some()) {
        Some("MySQL's indexes compare as their columns do: they have no operator classes or collations".to_owned())
    } else if index.keys.iter().any(|key| key.nulls.is_some()) {
        Some("MySQL sorts NULLs before everything else in an index".to_owned())
    } else if !scene.features.expression_indexes && index.keys.iter().any(|key| key.column().is_none()) {
        Some(format!("{product} indexes no expressions: index a generated column that holds it"))
    } else {
        None
    }
}

/// The constraint that a unique index is, if it says no more than that its columns are unique.
fn as_constraint(index: &Index) -> Option<Unique> {
    let columns: Vec<Name> = index.keys.iter().map(|key| key.column().cloned()).collect::<Option<_>>()?;
    let plain = index.keys.iter().zip(&columns).all(|(key, name)| *key == IndexKey::on_column(name.clone()));
    (index.unique && plain && index.method.is_none() && !index.hidden).then(|| Unique {
        name: index.name.clone(),
        origin: NameOrigin::Written,
        columns,
        include: Vec::new(),
        nulls_not_distinct: false,
        storage: IndexStorage::default(),
        deferrable: Deferrable::No,
        comment: index.comment.clone(),
    })
}

/// Takes away the indexes that are there only because a foreign key needs them.
pub(super) fn drop_implied(schema: &mut Schema) {
    for object in schema.objects.values_mut() {
        let Object::Table(table) = object else { continue };
        let implied: Vec<Name> = table
            .indexes
            .values()
            .filter(|index| implied::is_implied(index, table))
            .map(|index| index.name.clone())
            .collect();
        for name in implied {
            table.indexes.remove(&name);
        }
    }
}
