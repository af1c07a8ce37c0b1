//! Stars: a fact in the middle, its dimensions around it.

use super::super::chart::{Diagram, EntityKind};
use super::geometry::{Point, Rectangle, Size};
use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::TAU;

/// Between any two boxes of a star.
const GAP: f64 = 48.0;
/// Fewer points make a line, not a star.
const FEWEST_POINTS: usize = 2;

/// A fact and the dimensions that are drawn around it, by their positions in the diagram.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Star {
    pub fact: usize,
    pub dimensions: Vec<usize>,
}

/// The stars of a diagram, those with the most points first to choose. A dimension that several facts share is drawn with one of them.
pub(super) fn stars(diagram: &Diagram) -> Vec<Star> {
    let mut points: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for link in &diagram.links {
        let kinds = (diagram.boxes[link.from].kind, diagram.boxes[link.to].kind);
        if kinds == (EntityKind::Fact, EntityKind::Dimension) {
            points.entry(link.from).or_default().insert(link.to);
        }
    }
    let mut facts: Vec<(usize, BTreeSet<usize>)> = points.into_iter().collect();
    facts.sort_by_key(|(fact, dimensions)| (std::cmp::Reverse(dimensions.len()), *fact));
    let mut taken = BTreeSet::new();
    let mut stars = Vec::new();
    for (fact, dimensions) in facts {
        let free: Vec<usize> = dimensions.into_iter().filter(|it| !taken.contains(it)).collect();
        if free.len() >= FEWEST_POINTS {
            taken.extend(free.iter().copied());
            stars.push(Star { fact, dimensions: free });
        }
    }
    stars
}

/// The boxes of a star around the origin: the fact first, then the dimensions clockwise from the top, on the smallest ellipse on which none
/// comes too near to another.
pub(super) fn place(fact: Size, dimensions: &[Size]) -> Vec<Rectangle> {
    let widest = dimensions.iter().map(|it| it.width).fold(fact.width, f64::max);
    let highest = dimensions.iter().map(|it| it.height).fold(fact.height, f64::max);
    let mut scale = 0.5;
    loop {
        let radii = Size { width: widest * scale, height: highest * scale };
        let boxes = ellipse(fact, dimensions, radii);
        if !is_crowded(&boxes) {
            return boxes;
        }
        scale *= 1.06;
    }
}

fn ellipse(fact: Size, dimensions: &[Size], radii: Size) -> Vec<Rectangle> {
    let step = TAU / dimensions.len() as f64;
    let around = dimensions.iter().zip(0_u32..).map(|(size, position)| {
        // From the top; half a step on for two, which then stand left and right.
        let start = if dimensions.len() == FEWEST_POINTS { 0.0 } else { -TAU / 4.0 };
        let angle = start + step * f64::from(position);
        Rectangle::around(Point { x: radii.width * angle.cos(), y: radii.height * angle.sin() }, *size)
    });
    std::iter::once(Rectangle::around(Point::default(), fact)).chain(around).collect()
}

fn is_crowded(boxes: &[Rectangle]) -> bool {
    boxes.iter().enumerate().any(|(position, it)| boxes[..position].iter().any(|other| it.crowds(other, GAP)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_boxes_of_a_star_touch() {
        for count in 2..30 {
            let sizes = vec![Size { width: 180.0, height: 300.0 }; count];
            let boxes = place(Size { width: 220.0, height: 500.0 }, &sizes);
            assert_eq!(boxes.len(), count + 1);
            assert!(!is_crowded(&boxes), "{count} dimensions");
        }
    }
}
