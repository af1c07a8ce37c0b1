//! A part of a diagram: one table, or all that change, and what is near.

use super::chart::Diagram;
use super::mark::Mark;
use crate::model::QualifiedName;
use std::collections::BTreeSet;

impl Diagram {
    /// The table and those that are at most `depth` foreign keys away from it, in either direction. `None` where there is no such table.
    pub fn around(&self, name: &QualifiedName, depth: usize) -> Option<Self> {
        let start = self.boxes.iter().position(|it| is_meant(&it.name, name))?;
        Some(self.near(BTreeSet::from([start]), depth))
    }

    /// What is marked, and what is at most `depth` foreign keys away from it.
    pub fn around_changes(&self, depth: usize) -> Self {
        let marked = self.boxes.iter().enumerate().filter(|(_, it)| it.mark != Mark::Same);
        self.near(marked.map(|(position, _)| position).collect(), depth)
    }

    fn near(&self, mut near: BTreeSet<usize>, depth: usize) -> Self {
        for _ in 0..depth {
            let before = near.len();
            let next: Vec<usize> = self
                .links
                .iter()
                .filter(|link| near.contains(&link.from) || near.contains(&link.to))
                .flat_map(|link| [link.from, link.to])
                .collect();
            near.extend(next);
            if near.len() == before {
                break;
            }
        }
        self.only(&near)
    }

    fn only(&self, kept: &BTreeSet<usize>) -> Self {
        let position = |old: usize| kept.iter().position(|it| *it == old);
        let links = self.links.iter().filter_map(|link| {
            let mut link = link.clone();
            link.from = position(link.from)?;
            link.to = position(link.to)?;
            Some(link)
        });
        Self { boxes: kept.iter().map(|position| self.boxes[*position].clone()).collect(), links: links.collect() }
    }
}

/// A name without a namespace means the table in any.
fn is_meant(table: &QualifiedName, name: &QualifiedName) -> bool {
    table.name == name.name && (name.namespace.is_none() || table.namespace == name.namespace)
}
