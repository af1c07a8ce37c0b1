//! Steps that another step does already.

use super::base::{Base, Scene, Side};
use crate::dialect::{ColumnAlteration, Dialect};
use crate::model::{Constraint, ForeignKey, Object, ObjectId, ObjectKind, Pair, Schema, Step, Table, TableChange};
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;
use std::collections::BTreeSet;

/// Takes out what goes with a dropped table or column and what a create brings along; adds what must be cut loose before tables that point
/// at each other can go.
pub(super) fn settle(dialect: &dyn Dialect, steps: &mut Vec<Step>, from: &Schema) {
    let scene = Scene::of(dialect, Pair::new(from, from));
    let side = scene.from();
    let gone: BTreeSet<ObjectId> = steps.iter().filter_map(dropped).collect();
    let made: BTreeSet<ObjectId> = steps.iter().filter_map(created).collect();
    steps.retain(|step| match step {
        Step::Drop(Object::Sequence(sequence)) => !sequence.owned_by.as_ref().is_some_and(|(table, column)| {
            gone.contains(&ObjectId::table(table)) || gone.contains(&ObjectId::column(table, column))
        }),
        // A server is not dropped while somebody is mapped on it.
        Step::Drop(Object::UserMapping(_)) => true,
        Step::Drop(object) => {
            !object.attached_to().iter().any(|on| gone.contains(on) && !stands_on_through(object, on, &side))
        }
        // On what is made again they are made again, and nothing has to be taken back before.
        Step::Owner { on, .. } | Step::Privileges { on, .. } => !gone.contains(on) || made.contains(on),
        Step::Comment { object, .. } => !made.contains(&object.id()),
        Step::Create(_)
        | Step::Rename(_)
        | Step::Alter(_)
        | Step::Replace(_)
        | Step::AlterTable { .. }
        | Step::AlterTogether(_)
        | Step::Rebuild(_)
        | Step::Backfill(_)
        | Step::AddEnumValue { .. }
        | Step::RenameEnumValue { .. }
        | Step::SwapEnum { .. } => true,
    });
    if dialect.capabilities().column_alteration == ColumnAlteration::InPlace {
        cut_cycles(steps);
    }
}

/// Whether something in between stands on the relation and is stood on: that can go only when neither is left, so it goes second.
fn stands_on_through(attached: &Object, relation: &ObjectId, from: &Side<'_>) -> bool {
    let is_of_it = |id: &ObjectId| id == relation || id.parent_table().as_ref() == Some(relation);
    let used = |object: &Object| {
        let Base { needs, reads, .. } = from.base(object);
        // What uses a column of a view uses the view.
        let wholes: Vec<ObjectId> = needs.iter().chain(&reads).flat_map(relations_of_column).collect();
        needs.into_iter().chain(reads).chain(wholes).collect::<BTreeSet<ObjectId>>()
    };
    let mut waiting: Vec<ObjectId> = used(attached).into_iter().filter(|id| !is_of_it(id)).collect();
    let mut seen: BTreeSet<ObjectId> = waiting.iter().cloned().collect();
    while let Some(id) = waiting.pop() {
        let Some(object) = from.schema.objects.get(&id) else { continue };
        for next in used(object) {
            if is_of_it(&next) {
                return true;
            }
            if seen.insert(next.clone()) {
                waiting.push(next);
            }
        }
    }
    false
}

/// The views that a column may be one of.
fn relations_of_column(id: &ObjectId) -> Vec<ObjectId> {
    match id.path.split_last() {
        Some((_, outer)) if id.kind == ObjectKind::Column => {
            [ObjectKind::View, ObjectKind::MaterializedView].map(|kind| ObjectId::new(kind, outer.to_vec())).to_vec()
        }
        _ => Vec::new(),
    }
}

fn dropped(step: &Step) -> Option<ObjectId> {
    match step {
        Step::Drop(object) => Some(object.id()),
        Step::AlterTable { table, change: TableChange::DropColumn(column) } => {
            Some(table.member(ObjectKind::Column, &column.name))
        }
        _ => None,
    }
}

fn created(step: &Step) -> Option<ObjectId> {
    match step {
        Step::Create(object) => Some(object.id()),
        _ => None,
    }
}

/// Tables that are dropped together and reference each other: their foreign keys go first.
fn cut_cycles(steps: &mut Vec<Step>) {
    let tables: Vec<Table> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Drop(Object::Table(table)) => Some(table.as_ref().clone()),
            _ => None,
        })
        .collect();
    let mut graph = DiGraph::<&Table, &ForeignKey>::new();
    let nodes: Vec<_> = tables.iter().map(|table| graph.add_node(table)).collect();
    for (from, table) in tables.iter().enumerate() {
        for key in table.foreign_keys().filter(|key| key.references != table.name) {
            if let Some(to) = tables.iter().position(|other| other.name == key.references) {
                graph.add_edge(nodes[from], nodes[to], key);
            }
        }
    }
    let mut cuts = Vec::new();
    for group in tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1) {
        for edge in graph.edge_indices() {
            let Some((from, to)) = graph.edge_endpoints(edge) else { continue };
            if group.contains(&from) && group.contains(&to) {
                let change = TableChange::DropConstraint(Constraint::ForeignKey(graph[edge].clone()));
                cuts.push(Step::AlterTable { table: graph[from].id(), change });
            }
        }
    }
    steps.extend(cuts);
}
