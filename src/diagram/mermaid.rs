//! Mermaid's `erDiagram` (https://mermaid.js.org/syntax/entityRelationshipDiagram.html).

use super::chart::{Attribute, Diagram, Entity, Link};
use super::mark::Mark;
use std::fmt::Write as _;

pub(super) fn draw(diagram: &Diagram) -> String {
    let mut text = "erDiagram\n".to_owned();
    for (position, entity) in diagram.boxes.iter().enumerate() {
        draw_box(&mut text, position, entity);
    }
    for link in &diagram.links {
        draw_link(&mut text, diagram, link);
    }
    if diagram.has_marks() {
        draw_marks(&mut text, diagram);
    }
    text
}

fn draw_box(text: &mut String, position: usize, entity: &Entity) {
    let title = entity.name.to_string();
    let id = id(position, &title);
    let title = if id == title { String::new() } else { format!("[\"{}\"]", quoted(&title)) };
    if entity.attributes.is_empty() {
        let _ = writeln!(text, "  {id}{title}");
        return;
    }
    let _ = writeln!(text, "  {id}{title} {{");
    for attribute in &entity.attributes {
        draw_attribute(text, attribute);
    }
    text.push_str("  }\n");
}

fn draw_attribute(text: &mut String, attribute: &Attribute) {
    let name = word(attribute.name.as_str());
    let keys = attribute.keys().join(", ");
    let mut comment: Vec<&str> = Vec::new();
    comment.extend(attribute.mark.word());
    if name != attribute.name.as_str() {
        comment.push(attribute.name.as_str());
    }
    let _ = write!(text, "    {} {name}", word(&attribute.data_type));
    if !keys.is_empty() {
        let _ = write!(text, " {keys}");
    }
    if !comment.is_empty() {
        let _ = write!(text, " \"{}\"", quoted(&comment.join(": ")));
    }
    text.push('\n');
}

fn draw_link(text: &mut String, diagram: &Diagram, link: &Link) {
    let name = |position: usize| id(position, &diagram.boxes[position].name.to_string());
    let many = if link.is_unique { "|o" } else { "}o" };
    let one = if link.is_optional { "o|" } else { "||" };
    let columns: Vec<&str> = link.columns.iter().map(crate::model::Name::as_str).collect();
    let line = if link.mark == Mark::Dropped { ".." } else { "--" };
    let (from, to) = (name(link.from), name(link.to));
    let _ = writeln!(text, "  {from} {many}{line}{one} {to} : \"{}\"", quoted(&columns.join(", ")));
}

fn draw_marks(text: &mut String, diagram: &Diagram) {
    let styles = [
        (Mark::Added, "fill:#d7f5dd,stroke:#1a7f37"),
        (Mark::Altered, "fill:#fff3c4,stroke:#9a6700"),
        (Mark::Dropped, "fill:#ffdcd7,stroke:#cf222e"),
    ];
    for (mark, style) in styles {
        let marked: Vec<String> = diagram
            .boxes
            .iter()
            .enumerate()
            .filter(|(_, entity)| entity.mark == mark)
            .map(|(position, entity)| id(position, &entity.name.to_string()))
            .collect();
        if let (Some(word), false) = (mark.word(), marked.is_empty()) {
            let _ = writeln!(text, "  classDef {word} {style}\n  class {} {word}", marked.join(","));
        }
    }
}

/// The name itself where Mermaid takes it without quotes, otherwise a short one that the title explains.
fn id(position: usize, name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !RESERVED.contains(&name.to_ascii_lowercase().as_str());
    if plain { name.to_owned() } else { format!("t{position}_") }
}

/// Words that Mermaid's parser reads as something else where the name of an entity is due.
const RESERVED: &[&str] = &[
    "class",
    "classdef",
    "style",
    "direction",
    "title",
    "one",
    "many",
    "zero",
    "only",
    "to",
    "optionally",
    "u",
    "acctitle",
    "accdescr",
    "erdiagram",
    "end",
];

/// Types and attribute names are single words: a letter, then letters, digits, `_`, `-`, brackets and parentheses.
fn word(text: &str) -> String {
    let mut word: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() || "_-[]()".contains(c) { c } else { '_' }).collect();
    if !word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        word.insert(0, '_');
    }
    word
}

/// Inside double quotes, which have no escape.
fn quoted(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c == '"' {
                '\''
            } else if c.is_control() {
                ' '
            } else {
                c
            }
        })
        .collect()
}
