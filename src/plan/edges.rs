//! The sentences of order: `run(a).before(b)`.

use super::footprint::{Footprint, NameSpace, slots};
use super::kinship::left_parents;
use crate::dialect::IndexNames;
use crate::model::{ColumnAspect, Name, Object, ObjectId, ObjectKind, Pair, QualifiedName, Step, TableChange};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// How sure an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Given up where it would close a circle.
    Guess,
    Must,
}

pub(super) type Graph = DiGraph<usize, Strength>;

/// Steps as nodes (by position), and an edge from each step to those that wait for it.
pub(super) fn graph(steps: &[Step], footprints: &[Footprint], index_names: IndexNames) -> Graph {
    let mut sentences = Sentences { graph: DiGraph::new(), nodes: Vec::new(), said: BTreeSet::new() };
    sentences.nodes = (0..steps.len()).map(|at| sentences.graph.add_node(at)).collect();
    let by = Index::of(steps, footprints, index_names);
    for (at, footprint) in footprints.iter().enumerate() {
        wait_for_makers(&mut sentences, &by, at, footprint);
        wait_for_release(&mut sentences, &by, at, footprint);
        go_with_the_columns_above(&mut sentences, &by, at, footprint);
        if let Step::Rename(ids) = &steps[at] {
            go_under_the_new_name(&mut sentences, &by, at, &ids.to);
        }
        wait_for_freed_names(&mut sentences, &by, at, footprint);
    }
    for (at, footprint) in footprints.iter().enumerate() {
        drop_before_anything_changes_below(&mut sentences, &by, at, steps, footprint);
        leave_before_the_parent_changes(&mut sentences, &by, at, &steps[at], footprints);
        come_back_after_the_old_ones_go(&mut sentences, &by, at, steps, footprints);
        join_after_others_leave(&mut sentences, &by, at, steps, footprints);
    }
    default_privileges_last(&mut sentences, steps);
    sentences.graph
}

/// What a step needs is made, and what it reads is finished, before.
fn wait_for_makers(sentences: &mut Sentences, by: &Index<'_>, at: usize, footprint: &Footprint) {
    for id in footprint.needs.iter().chain(&footprint.reads) {
        by.creates(id).for_each(|maker| sentences.run(at).after(maker, Strength::Must));
    }
    for id in &footprint.reads {
        by.alters(id).for_each(|other| sentences.run(at).after(other, Strength::Must));
    }
    for id in &footprint.guesses {
        by.creates(id).chain(by.alters(id)).for_each(|maker| sentences.run(at).after(maker, Strength::Guess));
    }
}

/// What is dropped is let go of before.
fn wait_for_release(sentences: &mut Sentences, by: &Index<'_>, at: usize, footprint: &Footprint) {
    for id in &footprint.releases {
        by.drops(id).for_each(|dropper| sentences.run(at).before(dropper, Strength::Must));
    }
    // What is altered is still there; where it is also made, it is the new one that is altered.
    for id in footprint.alters.iter().filter(|id| by.creates(id).next().is_none()) {
        by.drops(id).for_each(|dropper| sentences.run(at).before(dropper, Strength::Must));
    }
    for id in &footprint.perhaps_releases {
        by.drops(id).for_each(|dropper| sentences.run(at).before(dropper, Strength::Guess));
    }
}

/// A column of its own that a table has from its parent too is there before, when the two become one, and goes after, when they are one no longer.
fn go_with_the_columns_above(sentences: &mut Sentences, by: &Index<'_>, at: usize, footprint: &Footprint) {
    for id in &footprint.creates_before {
        by.creates(id).for_each(|maker| sentences.run(at).before(maker, Strength::Must));
    }
    for id in &footprint.drops_after {
        by.drops(id).for_each(|dropper| sentences.run(at).after(dropper, Strength::Must));
    }
}

/// Steps speak of renamed objects, and of what is in them, by their new names.
fn go_under_the_new_name(sentences: &mut Sentences, by: &Index<'_>, at: usize, new: &ObjectId) {
    // A new name was free, so whoever drops what has it means the renamed object.
    by.drops(new).for_each(|dropper| sentences.run(at).before(dropper, Strength::Must));
    by.inside(&new.path).for_each(|other| sentences.run(at).before(other, Strength::Must));
}

/// A name is free before it is taken again.
fn wait_for_freed_names(sentences: &mut Sentences, by: &Index<'_>, at: usize, footprint: &Footprint) {
    for id in &footprint.creates {
        let before: Vec<usize> = by.drops(id).filter(|dropper| !sentences.is_said(at, *dropper)).collect();
        before.into_iter().for_each(|dropper| sentences.run(at).after(dropper, Strength::Must));
        for dropper in slots(id, by.index_names).iter().flat_map(|slot| by.frees(slot)) {
            if !sentences.is_said(at, dropper) {
                sentences.run(at).after(dropper, Strength::Must);
            }
        }
    }
}

/// A view, trigger, index or constraint that goes, goes before what it stands on is altered.
fn drop_before_anything_changes_below(
    sentences: &mut Sentences,
    by: &Index<'_>,
    at: usize,
    steps: &[Step],
    footprint: &Footprint,
) {
    let step = &steps[at];
    let whole = matches!(step, Step::Drop(_));
    let alters = matches!(step, Step::AlterTable { .. } | Step::AlterTogether(_));
    let member = alters && !footprint.drops.is_empty() && footprint.creates.is_empty();
    for id in &footprint.releases {
        // An enum that is swapped is another type afterwards; one that gets a value stays what it was.
        let swapped = by.alters(id).filter(|other| matches!(steps[*other], Step::SwapEnum { .. }));
        let goes = whole || takes_default_away(step);
        swapped.filter(|_| goes).for_each(|other| sentences.run(at).before(other, Strength::Must));
        let counts = whole && id.kind != ObjectKind::Enum || member && id.kind == ObjectKind::Column;
        if counts && !footprint.alters.contains(id) {
            by.alters(id).for_each(|other| sentences.run(at).before(other, Strength::Guess));
        }
    }
}

/// A default of the old type cannot follow its column to the new one.
fn takes_default_away(step: &Step) -> bool {
    match step {
        Step::AlterTable { change: TableChange::AlterColumn { columns, aspect: ColumnAspect::Default }, .. } => {
            columns.to.default.is_none()
        }
        _ => false,
    }
}

/// Objects of this plan are born with the default privileges that were there before it.
fn default_privileges_last(sentences: &mut Sentences, steps: &[Step]) {
    let is_default = |step: &Step| matches!(step, Step::Alter(Pair { to: Object::DefaultPrivileges(_), .. }));
    let makes = |step: &Step| matches!(step, Step::Create(_) | Step::SwapEnum { .. } | Step::AlterTable { .. });
    for (last, _) in steps.iter().enumerate().filter(|(_, step)| is_default(step)) {
        for (at, _) in steps.iter().enumerate().filter(|(_, step)| makes(step)) {
            sentences.run(last).after(at, Strength::Must);
        }
    }
}

/// What is made anew because a function went would otherwise have the choice between the old one and the new one.
fn come_back_after_the_old_ones_go(
    sentences: &mut Sentences,
    by: &Index<'_>,
    at: usize,
    steps: &[Step],
    footprints: &[Footprint],
) {
    let Step::Create(object) = &steps[at] else { return };
    for dropper in by.drops(&object.id()) {
        for id in &footprints[dropper].releases {
            by.drops(id).for_each(|gone| sentences.run(at).after(gone, Strength::Guess));
        }
    }
}

/// What happens to a parent reaches its children; and what a child has because of it can be dropped only afterwards.
fn leave_before_the_parent_changes(
    sentences: &mut Sentences,
    by: &Index<'_>,
    at: usize,
    step: &Step,
    footprints: &[Footprint],
) {
    let parents = left_parents(step);
    if let (false, Step::AlterTable { table, .. }) = (parents.is_empty(), step) {
        let drops_member = |other: &Footprint| other.drops.iter().any(|id| id.parent_table().as_ref() == Some(table));
        let droppers = footprints.iter().enumerate().filter(|(_, footprint)| drops_member(footprint));
        droppers.for_each(|(other, _)| sentences.run(at).before(other, Strength::Guess));
    }
    for parent in parents {
        by.alters(&parent).for_each(|other| sentences.run(at).before(other, Strength::Guess));
    }
}

/// Bounds of partitions do not overlap: what goes makes room for what comes. One that comes back is there again when its parent changes.
fn join_after_others_leave(
    sentences: &mut Sentences,
    by: &Index<'_>,
    at: usize,
    steps: &[Step],
    footprints: &[Footprint],
) {
    for parent in &footprints[at].joins {
        for (leaver, _) in footprints.iter().enumerate().filter(|(_, other)| other.leaves.contains(parent)) {
            sentences.run(at).after(leaver, Strength::Guess);
            let comes_back = !matches!(steps[leaver], Step::Drop(_)) && steps[leaver].object() == steps[at].object();
            if comes_back {
                by.alters(parent).for_each(|other| sentences.run(at).before(other, Strength::Guess));
            }
        }
    }
}

/// Writes edges; an order is said once, and as strongly as anybody said it.
struct Sentences {
    graph: Graph,
    nodes: Vec<NodeIndex>,
    said: BTreeSet<(usize, usize)>,
}

struct Run<'a> {
    sentences: &'a mut Sentences,
    step: usize,
}

impl Sentences {
    fn run(&mut self, step: usize) -> Run<'_> {
        Run { sentences: self, step }
    }

    fn is_said(&self, first: usize, second: usize) -> bool {
        self.said.contains(&(first, second))
    }

    fn say(&mut self, first: usize, second: usize, strength: Strength) {
        if first == second {
            return;
        }
        let (first, second) = (first, second);
        if self.said.insert((first, second)) {
            self.graph.add_edge(self.nodes[first], self.nodes[second], strength);
        } else if let Some(edge) = self.graph.find_edge(self.nodes[first], self.nodes[second]) {
            self.graph[edge] = self.graph[edge].max(strength);
        }
    }
}

impl Run<'_> {
    fn before(self, other: usize, strength: Strength) {
        self.sentences.say(self.step, other, strength);
    }

    fn after(self, other: usize, strength: Strength) {
        self.sentences.say(other, self.step, strength);
    }
}

/// Which steps leave which mark on an address.
struct Index<'a> {
    creates: BTreeMap<&'a ObjectId, Vec<usize>>,
    drops: BTreeMap<&'a ObjectId, Vec<usize>>,
    alters: BTreeMap<&'a ObjectId, Vec<usize>>,
    frees: BTreeMap<(NameSpace, QualifiedName), Vec<usize>>,
    /// By the path of what a step is about.
    paths: BTreeMap<Vec<Name>, Vec<usize>>,
    index_names: IndexNames,
}

impl<'a> Index<'a> {
    fn of(steps: &[Step], footprints: &'a [Footprint], index_names: IndexNames) -> Self {
        let mut index = Self {
            creates: BTreeMap::new(),
            drops: BTreeMap::new(),
            alters: BTreeMap::new(),
            frees: BTreeMap::new(),
            paths: BTreeMap::new(),
            index_names,
        };
        for (at, step) in steps.iter().enumerate() {
            index.paths.entry(step.object().path).or_default().push(at);
        }
        for (at, footprint) in footprints.iter().enumerate() {
            for id in &footprint.creates {
                index.creates.entry(id).or_default().push(at);
            }
            for id in &footprint.drops {
                index.drops.entry(id).or_default().push(at);
                for slot in slots(id, index_names) {
                    index.frees.entry(slot).or_default().push(at);
                }
            }
            for id in &footprint.alters {
                index.alters.entry(id).or_default().push(at);
            }
        }
        index
    }

    fn creates(&self, id: &ObjectId) -> impl Iterator<Item = usize> {
        self.creates.get(id).into_iter().flatten().copied()
    }

    fn drops(&self, id: &ObjectId) -> impl Iterator<Item = usize> {
        self.drops.get(id).into_iter().flatten().copied()
    }

    fn alters(&self, id: &ObjectId) -> impl Iterator<Item = usize> {
        self.alters.get(id).into_iter().flatten().copied()
    }

    /// The steps about what is in the object of the path, which is not the object itself.
    fn inside<'b>(&'b self, path: &'b [Name]) -> impl Iterator<Item = usize> + 'b {
        // All paths that begin alike stand together, the shortest first.
        let longer = (Bound::Excluded(path), Bound::Unbounded);
        let inside = self.paths.range::<[Name], _>(longer).take_while(|(other, _)| other.starts_with(path));
        inside.flat_map(|(_, steps)| steps.iter().copied())
    }

    fn frees(&self, slot: &(NameSpace, QualifiedName)) -> impl Iterator<Item = usize> {
        self.frees.get(slot).into_iter().flatten().copied()
    }
}
