//! Graphviz: each table a node with an HTML-like label, each foreign key an edge from its column.

use super::chart::{Attribute, Diagram, Entity, EntityKind, Link};
use super::mark::Mark;
use std::fmt::Write as _;

pub(super) fn draw(diagram: &Diagram) -> String {
    let mut text = "digraph schema {\n  rankdir=LR;\n  node [shape=plain, fontname=\"monospace\", fontsize=11];\n  edge [arrowhead=none, dir=both, color=\"#57606a\"];\n".to_owned();
    for (position, entity) in diagram.boxes.iter().enumerate() {
        draw_box(&mut text, position, entity);
    }
    for link in &diagram.links {
        draw_link(&mut text, diagram, link);
    }
    text + "}\n"
}

fn draw_box(text: &mut String, position: usize, entity: &Entity) {
    let header = match entity.kind {
        EntityKind::Table => "#dde4ec",
        EntityKind::Dimension => "#cfe3ff",
        EntityKind::Fact => "#ffe2bd",
    };
    let border = color(entity.mark).unwrap_or("#57606a");
    let _ = writeln!(
        text,
        "  t{position} [label=<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\" color=\"{border}\">"
    );
    let _ = writeln!(
        text,
        "    <tr><td bgcolor=\"{header}\" colspan=\"3\"><b>{}</b></td></tr>",
        escaped(&entity.name.to_string())
    );
    for (row, attribute) in entity.attributes.iter().enumerate() {
        draw_attribute(text, row, attribute);
    }
    text.push_str("  </table>>];\n");
}

fn draw_attribute(text: &mut String, row: usize, attribute: &Attribute) {
    let fill = match attribute.mark {
        Mark::Same => "",
        Mark::Added => " bgcolor=\"#d7f5dd\"",
        Mark::Altered => " bgcolor=\"#fff3c4\"",
        Mark::Dropped => " bgcolor=\"#ffdcd7\"",
    };
    let optional = if attribute.nullable { "?" } else { "" };
    // An empty cell would be an error of its own in some versions of Graphviz.
    let keys = attribute.keys().join(" ");
    let keys = if keys.is_empty() { " ".to_owned() } else { keys };
    let _ = writeln!(
        text,
        "    <tr><td{fill} port=\"c{row}\" align=\"left\">{}</td><td{fill} align=\"left\">{}{optional}</td><td{fill}>{keys}</td></tr>",
        escaped(attribute.name.as_str()),
        escaped(&attribute.data_type),
    );
}

fn draw_link(text: &mut String, diagram: &Diagram, link: &Link) {
    let from = &diagram.boxes[link.from];
    let port = link.columns.first().and_then(|column| from.attributes.iter().position(|it| it.name == *column));
    let port = port.map_or(String::new(), |row| format!(":c{row}"));
    let many = if link.is_unique { "teeodot" } else { "crowodot" };
    let one = if link.is_optional { "teeodot" } else { "teetee" };
    let color = color(link.mark).map_or(String::new(), |color| format!(", color=\"{color}\""));
    let _ = writeln!(text, "  t{}{port} -> t{} [arrowtail={many}, arrowhead={one}{color}];", link.from, link.to);
}

fn color(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::Same => None,
        Mark::Added => Some("#1a7f37"),
        Mark::Altered => Some("#9a6700"),
        Mark::Dropped => Some("#cf222e"),
    }
}

/// Text inside an HTML-like label.
fn escaped(text: &str) -> String {
    super::svg::escaped(text)
}
