//! Where the boxes stand: stars first, then layers from left to right, what belongs together beside each other.

use super::super::chart::Diagram;
use super::geometry::{Point, Rectangle, Size, bounds};
use super::star::{self, Star};
use rust_sugiyama::configure::Config;
use std::collections::BTreeSet;

/// Between the layers, where the lines run.
const LAYER_GAP: f64 = 90.0;
/// Between boxes of one layer, and between groups.
const GAP: f64 = 36.0;
/// The picture's width for its height, about that of a screen.
const PROPORTION: f64 = 1.6;

/// One place for each box of the diagram, from the upper left corner of the picture on.
pub(super) fn place(diagram: &Diagram, sizes: &[Size]) -> Layout {
    let stars = star::stars(diagram);
    let clusters = clusters(&stars, sizes);
    let mut owner = vec![0; sizes.len()];
    for (position, cluster) in clusters.iter().enumerate() {
        cluster.boxes.iter().for_each(|(entity, _)| owner[*entity] = position);
    }
    let groups = layers(diagram, &clusters, &owner);
    let mut places = vec![Rectangle::default(); sizes.len()];
    for (group, corner) in groups.iter().zip(shelves(groups.iter().map(|group| group.size))) {
        for (cluster, at) in &group.clusters {
            for (entity, rectangle) in &clusters[*cluster].boxes {
                places[*entity] = rectangle.moved(Point { x: corner.x + at.x, y: corner.y + at.y });
            }
        }
    }
    let in_star = stars.iter().flat_map(|star| star.dimensions.iter().map(|dimension| (star.fact, *dimension)));
    Layout { places, rays: in_star.collect() }
}

/// Where every box is.
pub(super) struct Layout {
    pub places: Vec<Rectangle>,
    /// Pairs of fact and dimension of one star, between which a line is straight.
    pub rays: BTreeSet<(usize, usize)>,
}

/// Boxes that stay as they are to each other, from (0, 0) on.
struct Cluster {
    boxes: Vec<(usize, Rectangle)>,
    size: Size,
}

/// Stars, and every other box for itself.
fn clusters(stars: &[Star], sizes: &[Size]) -> Vec<Cluster> {
    let mut clusters = Vec::new();
    let mut taken = BTreeSet::new();
    for star in stars {
        let dimensions: Vec<Size> = star.dimensions.iter().map(|dimension| sizes[*dimension]).collect();
        let members = std::iter::once(star.fact).chain(star.dimensions.iter().copied());
        let places = star::place(sizes[star.fact], &dimensions);
        let frame = bounds(&places);
        let back = Point { x: -frame.corner.x, y: -frame.corner.y };
        let boxes: Vec<_> = members.zip(places.iter().map(|it| it.moved(back))).collect();
        taken.extend(boxes.iter().map(|(entity, _)| *entity));
        clusters.push(Cluster { boxes, size: frame.size });
    }
    for (entity, size) in sizes.iter().enumerate().filter(|(entity, _)| !taken.contains(entity)) {
        let rectangle = Rectangle { corner: Point::default(), size: *size };
        clusters.push(Cluster { boxes: vec![(entity, rectangle)], size: *size });
    }
    clusters
}

/// Clusters that are linked with each other, each with its upper left corner.
struct Group {
    clusters: Vec<(usize, Point)>,
    size: Size,
}

/// The clusters in layers by Sugiyama's method (crossings reduced by barycentres), what is pointed at on the left.
fn layers(diagram: &Diagram, clusters: &[Cluster], owner: &[usize]) -> Vec<Group> {
    let edges: BTreeSet<(u32, u32)> = diagram
        .links
        .iter()
        .map(|link| (number(owner[link.to]), number(owner[link.from])))
        .filter(|(to, from)| to != from)
        .collect();
    let edges: Vec<(u32, u32)> = edges.into_iter().collect();
    // The library's layers run from the top down: its x is our y.
    let vertices: Vec<(u32, (f64, f64))> =
        (0..).zip(clusters).map(|(vertex, it)| (vertex, (it.size.height + GAP, it.size.width + LAYER_GAP))).collect();
    let config = Config { vertex_spacing: 1.0, ..Config::default() };
    let mut groups: Vec<Group> = rust_sugiyama::from_vertices_and_edges(&vertices, &edges, &config)
        .into_iter()
        .map(|(vertices, _, _)| group(clusters, vertices))
        .collect();
    // The largest first, so that what stands alone fills the end.
    groups.sort_by(|a, b| {
        let first = |group: &Group| group.clusters.iter().map(|(cluster, _)| *cluster).min();
        b.clusters.len().cmp(&a.clusters.len()).then_with(|| first(a).cmp(&first(b)))
    });
    groups
}

/// The positions are centres in coordinates of the library's own.
fn group(clusters: &[Cluster], vertices: Vec<(usize, (f64, f64))>) -> Group {
    let place =
        |(cluster, (y, x)): &(usize, (f64, f64))| Rectangle::around(Point { x: *x, y: *y }, clusters[*cluster].size);
    let mut places: Vec<(usize, Rectangle)> = vertices.iter().map(|vertex| (vertex.0, place(vertex))).collect();
    places.sort_by_key(|(cluster, _)| *cluster);
    let frame = bounds(places.iter().map(|(_, place)| place));
    let corner = |place: &Rectangle| Point { x: place.corner.x - frame.corner.x, y: place.corner.y - frame.corner.y };
    Group { clusters: places.iter().map(|(cluster, place)| (*cluster, corner(place))).collect(), size: frame.size }
}

/// Groups in rows, left to right; a row is as wide as makes the whole picture about as wide as a screen.
fn shelves(sizes: impl Iterator<Item = Size>) -> Vec<Point> {
    let sizes: Vec<Size> = sizes.collect();
    let area: f64 = sizes.iter().map(|size| (size.width + GAP) * (size.height + GAP)).sum();
    let widest = sizes.iter().map(|size| size.width).fold(0.0, f64::max);
    let limit = (area * PROPORTION).sqrt().max(widest);
    let (mut corner, mut row_height) = (Point::default(), 0.0_f64);
    let mut corners = Vec::new();
    for size in sizes {
        if corner.x > 0.0 && corner.x + size.width > limit {
            corner = Point { x: 0.0, y: corner.y + row_height + GAP };
            row_height = 0.0;
        }
        corners.push(corner);
        corner.x += size.width + GAP;
        row_height = row_height.max(size.height);
    }
    corners
}

/// The library counts in 32 bits; nobody draws four billion tables.
fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
