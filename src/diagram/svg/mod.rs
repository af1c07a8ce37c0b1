//! A finished picture: no script, no outside font, readable in light and dark.

mod geometry;
mod layout;
mod star;
mod style;

use super::chart::{Attribute, Diagram, Entity, EntityKind, Link};
use super::mark::Mark;
use geometry::{Point, Rectangle, Size, bounds};
use layout::Layout;
use std::fmt::Write as _;

/// Height of a line of text in a box.
const ROW: f64 = 20.0;
const HEADER: f64 = 28.0;
/// Between the frame of a box and its text.
const PADDING: f64 = 10.0;
/// Width of a character: 0.6 of the size is what monospaced fonts agree upon.
const CHARACTER: f64 = 7.3;
/// Around the whole picture.
const MARGIN: f64 = 24.0;
/// Longer texts end in dots.
const LONGEST_TEXT: usize = 40;

pub(super) fn draw(diagram: &Diagram) -> String {
    let sizes: Vec<Size> = diagram.boxes.iter().map(size).collect();
    let mut layout = layout::place(diagram, &sizes);
    let frame = bounds(&layout.places).size;
    let legend = if diagram.has_marks() { ROW * 2.0 } else { 0.0 };
    for place in &mut layout.places {
        *place = place.moved(Point { x: MARGIN, y: MARGIN + legend });
    }
    let (width, height) = (frame.width + 2.0 * MARGIN, frame.height + 2.0 * MARGIN + legend);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>Schema with {} tables</title>\n{}",
        diagram.boxes.len(),
        style::HEAD,
    );
    let _ = writeln!(text, "<rect class=\"page\" width=\"{width:.0}\" height=\"{height:.0}\"/>");
    if diagram.has_marks() {
        text += style::LEGEND;
    }
    for link in &diagram.links {
        draw_link(&mut text, diagram, &layout, link);
    }
    for (entity, place) in diagram.boxes.iter().zip(&layout.places) {
        draw_entity(&mut text, entity, place);
    }
    text + "</svg>\n"
}

/// A box is as wide as its longest row.
fn size(entity: &Entity) -> Size {
    let title = width(&entity.name.to_string()) + 2;
    let name = entity.attributes.iter().map(|it| width(it.name.as_str())).max().unwrap_or(0);
    let data_type = entity.attributes.iter().map(|it| width(&type_text(it))).max().unwrap_or(0);
    let keys = entity.attributes.iter().map(|it| width(&it.keys().join(" "))).max().unwrap_or(0);
    let characters = title.max(name + data_type + keys + 4);
    Size {
        width: pixels(characters) + 2.0 * PADDING,
        height: HEADER + ROW * f64::from(u32::try_from(entity.attributes.len()).unwrap_or(u32::MAX)),
    }
}

fn pixels(characters: usize) -> f64 {
    CHARACTER * f64::from(u32::try_from(characters).unwrap_or(u32::MAX))
}

/// Columns on a terminal are a fair measure for the width of a text: wide characters count twice.
fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(shortened(text).as_str())
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    text.chars().take(LONGEST_TEXT - 1).chain(['…']).collect()
}

fn type_text(attribute: &Attribute) -> String {
    let optional = if attribute.nullable { "?" } else { "" };
    format!("{}{optional}", shortened(&attribute.data_type))
}

fn draw_entity(text: &mut String, entity: &Entity, place: &Rectangle) {
    let kind = match entity.kind {
        EntityKind::Table => "table",
        EntityKind::Dimension => "dimension",
        EntityKind::Fact => "fact",
    };
    let name = entity.name.to_string();
    let Rectangle { corner, size } = place;
    let _ = writeln!(
        text,
        "<g class=\"entity {kind}{}\" transform=\"translate({:.1} {:.1})\"><title>{}</title>",
        class(entity.mark),
        corner.x,
        corner.y,
        escaped(&name)
    );
    let _ = writeln!(
        text,
        "<rect class=\"body\" width=\"{0:.1}\" height=\"{1:.1}\" rx=\"4\"/><rect class=\"head\" width=\"{0:.1}\" height=\"{HEADER}\" rx=\"4\"/>",
        size.width, size.height
    );
    let _ = writeln!(text, "<text class=\"name\" x=\"{PADDING}\" y=\"19\">{}</text>", escaped(&shortened(&name)));
    for (attribute, row) in entity.attributes.iter().zip(0_u32..) {
        draw_attribute(text, attribute, HEADER + ROW * f64::from(row), size.width);
    }
    text.push_str("</g>\n");
}

fn draw_attribute(text: &mut String, attribute: &Attribute, top: f64, width: f64) {
    let baseline = top + 14.0;
    let _ = write!(text, "<g class=\"column{}\">", class(attribute.mark));
    if attribute.mark != Mark::Same {
        let _ = write!(text, "<rect x=\"1\" y=\"{top}\" width=\"{:.1}\" height=\"{ROW}\"/>", width - 2.0);
    }
    let key = if attribute.in_primary_key { " class=\"key\"" } else { "" };
    let _ = write!(
        text,
        "<text{key} x=\"{PADDING}\" y=\"{baseline}\">{}</text>",
        escaped(&shortened(attribute.name.as_str()))
    );
    let keys = attribute.keys().join(" ");
    let right = width - PADDING - if keys.is_empty() { 0.0 } else { pixels(keys.len() + 1) };
    let _ = write!(
        text,
        "<text class=\"type\" x=\"{right:.1}\" y=\"{baseline}\">{}</text>",
        escaped(&type_text(attribute))
    );
    if !keys.is_empty() {
        let _ = write!(text, "<text class=\"keys\" x=\"{:.1}\" y=\"{baseline}\">{keys}</text>", width - PADDING);
    }
    text.push_str("</g>\n");
}

fn class(mark: Mark) -> String {
    mark.word().map(|word| format!(" {word}")).unwrap_or_default()
}

/// Straight between the fact and a dimension of its star, a curve from side to side otherwise. Ends as crow's feet.
fn draw_link(text: &mut String, diagram: &Diagram, layout: &Layout, link: &Link) {
    let (from, to) = (&layout.places[link.from], &layout.places[link.to]);
    let path = if layout.rays.contains(&(link.from, link.to)) {
        let (start, end) = (from.border(to.center()), to.border(from.center()));
        format!("M{:.1} {:.1}L{:.1} {:.1}", start.x, start.y, end.x, end.y)
    } else {
        let start_y = row_middle(&diagram.boxes[link.from], from, link);
        curve(from, start_y, to, to.corner.y + HEADER / 2.0)
    };
    let many = if link.is_unique { "at-most-one" } else { "many" };
    let one = if link.is_optional { "at-most-one" } else { "one" };
    let columns: Vec<&str> = link.columns.iter().map(crate::model::Name::as_str).collect();
    let names = format!("{} ({}) → {}", diagram.boxes[link.from].name, columns.join(", "), diagram.boxes[link.to].name);
    let _ = writeln!(
        text,
        "<path class=\"link{}\" d=\"{path}\" marker-start=\"url(#{many})\" marker-end=\"url(#{one})\"><title>{}</title></path>",
        class(link.mark),
        escaped(&names)
    );
}

/// The height of the first column of a foreign key.
fn row_middle(entity: &Entity, place: &Rectangle, link: &Link) -> f64 {
    let row = entity.attributes.iter().position(|it| link.columns.first() == Some(&it.name));
    let row = row.and_then(|row| u32::try_from(row).ok());
    row.map_or(place.corner.y + HEADER / 2.0, |row| place.corner.y + HEADER + ROW * (f64::from(row) + 0.5))
}

/// From the side of one box to the side of another that is nearer.
fn curve(from: &Rectangle, start_y: f64, to: &Rectangle, end_y: f64) -> String {
    let (start_x, start_out, end_x, end_out) = if from.corner.x >= to.right() {
        (from.corner.x, -1.0, to.right(), 1.0)
    } else if to.corner.x >= from.right() {
        (from.right(), 1.0, to.corner.x, -1.0)
    } else {
        // One above the other, or a table that points at itself: around the right side.
        (from.right(), 1.0, to.right(), 1.0)
    };
    let reach = ((end_x - start_x).abs() / 2.0).max(40.0);
    format!(
        "M{start_x:.1} {start_y:.1}C{:.1} {start_y:.1} {:.1} {end_y:.1} {end_x:.1} {end_y:.1}",
        start_x + start_out * reach,
        end_x + end_out * reach
    )
}

/// Text inside XML, without the characters that XML forbids.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
