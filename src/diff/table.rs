//! Differences inside a table.

use super::by_key::{Side, by_key};
use crate::model::{Column, ColumnAspect, Constraint, Index, Name, ObjectKind, Pair, Table, TableChange};
use std::collections::BTreeMap;

/// All differences of members and properties. The comment of the table itself is compared with the other objects'.
pub(super) fn diff(tables: Pair<&Table>) -> Vec<TableChange> {
    let mut changes = diff_columns(tables);
    changes.extend(diff_constraints(tables.map(|table| &table.constraints)));
    changes.extend(diff_indexes(tables.map(|table| &table.indexes)));
    let options = tables.map(|table| table.options.clone());
    if options.differs() {
        changes.push(TableChange::Options(options));
    }
    let partitioning = tables.map(|table| table.partitioning.clone());
    if partitioning.differs() {
        changes.push(TableChange::Partitioning(partitioning));
    }
    let partition_of = tables.map(|table| table.partition_of.clone());
    if partition_of.differs() {
        changes.push(TableChange::PartitionOf(partition_of));
    }
    changes
}

/// In written order, so that columns are added as the spec has them.
fn diff_columns(tables: Pair<&Table>) -> Vec<TableChange> {
    let added = tables.to.columns.values().filter(|column| !tables.from.columns.contains_key(&column.name));
    let dropped = tables.from.columns.values().filter(|column| !tables.to.columns.contains_key(&column.name));
    let both = tables.to.columns.values().filter_map(|to| Some(Pair::new(tables.from.columns.get(&to.name)?, to)));
    added
        .cloned()
        .map(TableChange::AddColumn)
        .chain(both.flat_map(diff_column))
        .chain(dropped.cloned().map(TableChange::DropColumn))
        .collect()
}

fn diff_column(columns: Pair<&Column>) -> Vec<TableChange> {
    let aspects = ColumnAspect::ALL.into_iter().filter(|aspect| aspect.differs(columns));
    let mut changes: Vec<TableChange> =
        aspects.map(|aspect| TableChange::AlterColumn { columns: columns.map(Column::clone), aspect }).collect();
    changes.extend(comment(ObjectKind::Column, &columns.to.name, columns.map(|column| column.comment.clone())));
    changes
}

fn comment(kind: ObjectKind, name: &Name, comments: Pair<Option<String>>) -> Option<TableChange> {
    comments.differs().then(|| TableChange::Comment { kind, name: name.clone(), comments })
}

fn diff_constraints(constraints: Pair<&BTreeMap<Name, Constraint>>) -> Vec<TableChange> {
    let plain = |constraint: &Constraint| {
        let mut constraint = constraint.renamed(Name::from(""));
        *constraint.comment_mut() = None;
        constraint
    };
    let mut changes = Vec::new();
    let (mut dropped, mut added) = (Vec::new(), Vec::new());
    for side in by_key(constraints.from, constraints.to) {
        match side {
            Side::From(constraint) => dropped.push(constraint),
            Side::To(constraint) => added.push(constraint),
            Side::Both(pair) if plain(pair.from) != plain(pair.to) => {
                changes.push(TableChange::AlterConstraint(pair.map(Constraint::clone)));
            }
            Side::Both(pair) => changes.extend(constraint_comment(pair)),
        }
    }
    for pair in take_renamed(&mut dropped, &mut added, plain) {
        changes.push(TableChange::RenameConstraint(pair.map(Constraint::clone)));
        changes.extend(constraint_comment(pair));
    }
    let dropped = dropped.into_iter().cloned().map(TableChange::DropConstraint);
    let added = added.into_iter().cloned().map(TableChange::AddConstraint);
    dropped.chain(changes).chain(added).collect()
}

fn constraint_comment(pair: Pair<&Constraint>) -> Option<TableChange> {
    comment(ObjectKind::Constraint, pair.to.name(), pair.map(|constraint| constraint.comment().cloned()))
}

/// Also of the indexes of a materialized view.
pub(super) fn diff_indexes(indexes: Pair<&BTreeMap<Name, Index>>) -> Vec<TableChange> {
    let plain = |index: &Index| Index { name: Name::from(""), comment: None, ..index.clone() };
    let mut changes = Vec::new();
    let (mut dropped, mut added) = (Vec::new(), Vec::new());
    for side in by_key(indexes.from, indexes.to) {
        match side {
            Side::From(index) => dropped.push(index),
            Side::To(index) => added.push(index),
            Side::Both(pair) if plain(pair.from) != plain(pair.to) => {
                changes.push(TableChange::AlterIndex(pair.map(Index::clone)));
            }
            Side::Both(pair) => changes.extend(index_comment(pair)),
        }
    }
    for pair in take_renamed(&mut dropped, &mut added, plain) {
        changes.push(TableChange::RenameIndex(pair.map(|index| index.name.clone())));
        changes.extend(index_comment(pair));
    }
    let dropped = dropped.into_iter().cloned().map(TableChange::DropIndex);
    let added = added.into_iter().cloned().map(TableChange::AddIndex);
    dropped.chain(changes).chain(added).collect()
}

fn index_comment(pair: Pair<&Index>) -> Option<TableChange> {
    comment(ObjectKind::Index, &pair.to.name, pair.map(|index| index.comment.clone()))
}

/// Pairs up what is gone and what is new where only the name differs, and takes the pairs out of both lists.
fn take_renamed<'a, T, P: PartialEq>(
    dropped: &mut Vec<&'a T>,
    added: &mut Vec<&'a T>,
    plain: impl Fn(&T) -> P,
) -> Vec<Pair<&'a T>> {
    let mut pairs = Vec::new();
    added.retain(|new| {
        let Some(at) = dropped.iter().position(|old| plain(old) == plain(new)) else { return true };
        pairs.push(Pair::new(dropped.remove(at), *new));
        false
    });
    pairs
}
