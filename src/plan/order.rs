//! Topological order with a deterministic tie-break. A circle is broken where an order was a guess, and otherwise named.

use super::base::Scene;
use super::edges::{Graph, Strength, graph};
use super::footprint::Footprint;
use super::online::{Approach, InOneGo};
use super::title::title;
use crate::dialect::{Dialect, Unsupported};
use crate::model::{Object, ObjectKind, Pair, Schema, Step, TableChange};
use petgraph::algo::tarjan_scc;
use petgraph::visit::EdgeRef;
use petgraph::{Direction, graph::NodeIndex};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// The steps in an order in which each finds what it needs.
pub(super) fn sort(
    dialect: &dyn Dialect,
    steps: Vec<Step>,
    schemas: Pair<&Schema>,
    approach: Approach,
) -> Result<Vec<Step>, Unsupported> {
    let scene = Scene::of(dialect, schemas);
    let mut footprints: Vec<Footprint> = steps.iter().map(|step| Footprint::of(step, &scene)).collect();
    let moments = moments(dialect, &steps, schemas, approach)?;
    for ((step, footprint), _) in
        steps.iter().zip(&mut footprints).zip(&moments).filter(|(_, it)| **it != Moment::Usual)
    {
        keep_out_of_the_way(step, footprint);
    }
    let mut graph = graph(&steps, &footprints, dialect.capabilities().index_names);
    break_circles(&mut graph);
    let order = topological(&graph, |at| (moments[at], rank(&steps[at]), at));
    if order.len() < steps.len() {
        return Err(circle(&steps, &graph));
    }
    let mut slots: Vec<Option<Step>> = steps.into_iter().map(Some).collect();
    Ok(order.into_iter().filter_map(|at| slots[at].take()).collect())
}

/// When a step runs, as far as nothing orders it. One in stages may end the transaction that it meets, so what is dropped only to be made again must not
/// wait for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// In stages, and something goes.
    First,
    Usual,
    /// In stages, and something comes.
    Last,
}

fn moments(
    dialect: &dyn Dialect,
    steps: &[Step],
    schemas: Pair<&Schema>,
    approach: Approach,
) -> Result<Vec<Moment>, Unsupported> {
    let in_one_go = InOneGo::of(steps);
    let moment = |step: &Step| {
        let has_stages =
            approach == Approach::Online && !in_one_go.has(step) && dialect.online(step, schemas)?.is_some();
        Ok(match step {
            Step::AlterTable { change: TableChange::DropIndex(_), .. } if has_stages => Moment::First,
            _ if has_stages => Moment::Last,
            _ => Moment::Usual,
        })
    };
    steps.iter().map(moment).collect()
}

/// What stands on a table does not look at its indexes, at conditions on its rows, or at whether a column may be empty.
fn keep_out_of_the_way(step: &Step, footprint: &mut Footprint) {
    let Some((table, _)) = step.table_changes() else { return };
    footprint.alters.retain(|id| *id != table && id.kind != ObjectKind::Column);
}

/// Takes out guessed orders that are part of a circle.
fn break_circles(graph: &mut Graph) {
    let groups = tarjan_scc(&*graph).into_iter().filter(|group| group.len() > 1).enumerate();
    let circles: HashMap<NodeIndex, usize> =
        groups.flat_map(|(number, group)| group.into_iter().map(move |node| (node, number))).collect();
    graph.retain_edges(|graph, edge| {
        let circle = |node: NodeIndex| circles.get(&node);
        let inside = graph.edge_endpoints(edge).is_some_and(|(a, b)| circle(a).is_some() && circle(a) == circle(b));
        !(inside && graph[edge] == Strength::Guess)
    });
}

/// Kahn's algorithm; among the steps that are free to run, the least by `key` comes first. Shorter than the graph where a circle is left.
fn topological<K: Ord>(graph: &Graph, key: impl Fn(usize) -> K) -> Vec<usize> {
    let mut waiting: Vec<usize> =
        graph.node_indices().map(|node| graph.neighbors_directed(node, Direction::Incoming).count()).collect();
    let free = graph.node_indices().filter(|node| waiting[node.index()] == 0);
    let mut heap: BinaryHeap<Reverse<(K, NodeIndex)>> = free.map(|node| Reverse((key(graph[node]), node))).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(Reverse((_, node))) = heap.pop() {
        order.push(graph[node]);
        for edge in graph.edges(node) {
            let next = edge.target();
            waiting[next.index()] -= 1;
            if waiting[next.index()] == 0 {
                heap.push(Reverse((key(graph[next]), next)));
            }
        }
    }
    order
}

/// Steps that nothing orders come in the order in which a person would write them.
fn rank(step: &Step) -> u8 {
    match step {
        Step::AddEnumValue { .. } | Step::RenameEnumValue { .. } => 0,
        Step::Drop(Object::View(_) | Object::MaterializedView(_) | Object::Trigger(_)) => 1,
        Step::AlterTable { change: TableChange::DropConstraint(_) | TableChange::DropIndex(_), .. } => 2,
        Step::Rename(_) => 3,
        Step::Create(object) => match object {
            Object::Namespace(_) => 4,
            Object::Extension(_) => 5,
            Object::Role(_) => 4,
            Object::Enum(_) | Object::Domain(_) | Object::Composite(_) | Object::Definition(_) => 6,
            Object::Server(_) | Object::UserMapping(_) => 7,
            Object::Policy(_) | Object::Publication(_) => 14,
            Object::Owner(_) => 15,
            Object::Grant(_) => 16,
            Object::DefaultPrivileges(_) => 17,
            Object::Sequence(_) => 7,
            Object::Function(_) => 8,
            Object::Table(_) => 9,
            Object::View(_) | Object::MaterializedView(_) => 13,
            Object::Trigger(_) => 14,
        },
        // What is made before gets what the defaults gave before.
        Step::Alter(Pair { to: Object::DefaultPrivileges(_), .. }) => 17,
        Step::Alter(_) | Step::Replace(_) | Step::SwapEnum { .. } => 8,
        Step::AlterTable { change: TableChange::AddIndex(_), .. } => 11,
        Step::AlterTable { change: TableChange::AddConstraint(_), .. } => 12,
        Step::AlterTable { .. } | Step::AlterTogether(_) | Step::Rebuild(_) | Step::Backfill(_) => 10,
        Step::Comment { .. } => 15,
        Step::Owner { .. } => 15,
        Step::Privileges { .. } => 16,
        Step::Drop(_) => 18,
    }
}

fn circle(steps: &[Step], graph: &Graph) -> Unsupported {
    let group = tarjan_scc(graph).into_iter().find(|group| group.len() > 1).unwrap_or_default();
    let mut members: Vec<usize> = group.into_iter().map(|node| graph[node]).collect();
    members.sort_unstable();
    let titles: Vec<String> = members.iter().map(|at| format!("`{}`", title(&steps[*at]))).collect();
    let object = members.first().map_or_else(|| steps[0].object(), |at| steps[*at].object());
    Unsupported::new(
        object,
        format!("these changes wait for each other: {}", titles.join(", ")),
        "split them into two versions of the spec and apply one after the other",
    )
}
