//! One spec takes over objects of another, and the rest of its text stays as people wrote it, comments too.
//!
//! Works on lines: an object is an item of a block list under a key (`tables:`, `views:` …), from its dash to the last line that belongs to it.
//! Text of another form is not touched; the caller then decides what to do instead.

use super::yaml::{self, Node, Value};
use crate::diagnostic::Span;
use crate::model::Pair;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// The text of `from` with each object as it is in `to`: replaced, added behind the others of its list, or gone. An object is given by a place
/// inside it on both sides; without one in `from` it is new, without one in `to` it goes. `None` where lines cannot do it.
pub fn splice(texts: Pair<&str>, objects: &[Pair<Option<Span>>]) -> Option<String> {
    // The last line is one like the others.
    let texts = texts.map(|text| if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") });
    let texts = Pair::new(texts.from.as_str(), texts.to.as_str());
    let roots = Pair::new(read(texts.from)?, read(texts.to)?);
    let items = Pair::new(items(&roots.from), items(&roots.to));
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut new: BTreeMap<Vec<&str>, String> = BTreeMap::new();
    for object in objects {
        match (&object.from, &object.to) {
            (None, None) => {}
            (Some(from), to) => {
                let item = find(&items.from, from)?;
                let lines = lines(texts.from, item.node)?;
                let text = match to {
                    Some(to) => {
                        taken(texts.to, find(&items.to, to)?.node, indent(texts.from, lines.start), Lead::Without)?
                    }
                    None => String::new(),
                };
                let start = if to.is_none() { with_comments(texts.from, lines.start) } else { lines.start };
                edits.push((start..lines.end, text));
            }
            (None, Some(to)) => {
                let item = find(&items.to, to)?;
                let place = section_indent(texts.from, &roots.from, &item.section)?;
                new.entry(item.section.clone()).or_default().push_str(&taken(texts.to, item.node, place, Lead::With)?);
            }
        }
    }
    for (section, text) in new {
        edits.extend(insertion(texts.from, &roots.from, &section, &text)?);
    }
    apply(texts.from, edits)
}

/// An object of a list.
struct Item<'a> {
    /// The keys above it.
    section: Vec<&'a str>,
    node: &'a Node,
}

fn read(text: &str) -> Option<Node> {
    let (root, diagnostics) = yaml::parse(&Arc::new(PathBuf::new()), text);
    root.filter(|_| diagnostics.is_empty())
}

fn items(root: &Node) -> Vec<Item<'_>> {
    let mut found = Vec::new();
    let Value::Mapping(entries) = &root.value else { return found };
    for entry in entries {
        match &entry.value.value {
            Value::Sequence(nodes) => {
                found.extend(nodes.iter().map(|node| Item { section: vec![&entry.key], node }));
            }
            Value::Mapping(sections) => {
                for section in sections {
                    if let Value::Sequence(nodes) = &section.value.value {
                        let path = || vec![entry.key.as_str(), section.key.as_str()];
                        found.extend(nodes.iter().map(|node| Item { section: path(), node }));
                    }
                }
            }
            Value::Scalar(_) => {}
        }
    }
    found
}

fn find<'a, 'b>(items: &'b [Item<'a>], place: &Span) -> Option<&'b Item<'a>> {
    items.iter().find(|item| item.node.span.range().contains(&place.start()))
}

/// The lines of an item, where it begins with a dash on a line of its own.
fn lines(text: &str, node: &Node) -> Option<Range<usize>> {
    let start = line_start(text, node.span.start());
    if text[start..node.span.start()].trim() != "-" {
        return None;
    }
    // The parser ends a block where the next one begins; empty lines and comments between them belong to neither.
    let used = text[node.span.range()].trim_end().len();
    let mut end = line_end(text, (node.span.start() + used).saturating_sub(1));
    while let last = line_start(text, end - 1)
        && last > node.span.start()
        && is_beside(&text[last..end])
    {
        end = last;
    }
    Some(start..end)
}

fn is_beside(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// Whether the comments above an item come along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    With,
    Without,
}

/// The lines of an item, moved to another column.
fn taken(text: &str, node: &Node, column: usize, lead: Lead) -> Option<String> {
    let lines = lines(text, node)?;
    let before = indent(text, lines.start);
    let start = if lead == Lead::With { with_comments(text, lines.start) } else { lines.start };
    let moved = |line: &str| {
        if line.trim().is_empty() {
            return "\n".to_owned();
        }
        let spaces = line.len() - line.trim_start_matches(' ').len();
        format!("{}{}\n", " ".repeat((spaces + column).saturating_sub(before)), line.trim_start_matches(' ').trim_end())
    };
    Some(text[start..lines.end].lines().map(moved).collect())
}

/// The start of the comments that stand right above a line, as far in as the line is.
fn with_comments(text: &str, line: usize) -> usize {
    let column = indent(text, line);
    let mut start = line;
    while start > 0 {
        let before = line_start(text, start - 1);
        if indent(text, before) != column || !text[before..start].trim_start().starts_with('#') {
            break;
        }
        start = before;
    }
    start
}

/// The column in which the dashes of a section are, or would be.
fn section_indent(text: &str, root: &Node, section: &[&str]) -> Option<usize> {
    match entry(root, section) {
        Some(entry) => match &entry.value.value {
            Value::Sequence(items) if !items.is_empty() => Some(indent(text, lines(text, items.last()?)?.start)),
            Value::Sequence(_) | Value::Scalar(_) => Some(entry.key_span.column() - 1 + STEP),
            Value::Mapping(_) => None,
        },
        None => {
            let siblings = siblings(root, section)?;
            Some(siblings.first()?.key_span.column() - 1 + STEP)
        }
    }
}

/// How much further in a list is than its key.
const STEP: usize = 2;

/// Edits that put new items behind those of their section.
fn insertion(text: &str, root: &Node, section: &[&str], items: &str) -> Option<Vec<(Range<usize>, String)>> {
    let Some(entry) = entry(root, section) else {
        let siblings = siblings(root, section)?;
        let key = format!("{}{}:\n", " ".repeat(siblings.first()?.key_span.column() - 1), section.last()?);
        let end = block_end(text, siblings.last()?.value.span.end());
        return Some(vec![(end..end, key + items)]);
    };
    match &entry.value.value {
        Value::Sequence(nodes) if !nodes.is_empty() => {
            let end = lines(text, nodes.last()?)?.end;
            Some(vec![(end..end, items.to_owned())])
        }
        // `tables: []` or `tables:` make room.
        Value::Sequence(_) | Value::Scalar(_) => {
            let value = &entry.value.span;
            let end = line_end(text, entry.key_span.end());
            let is_here = value.start() < end && value.end() <= end && value.start() > entry.key_span.end();
            let mut edits = vec![(end..end, items.to_owned())];
            if is_here {
                edits.push((value.range(), String::new()));
            }
            Some(edits)
        }
        Value::Mapping(_) => None,
    }
}

fn entry<'a>(root: &'a Node, section: &[&str]) -> Option<&'a yaml::Entry> {
    siblings(root, section)?.iter().find(|entry| Some(&entry.key.as_str()) == section.last())
}

/// The entries among which the section is, or would be; those of one line are not touched.
fn siblings<'a>(root: &'a Node, section: &[&str]) -> Option<&'a [yaml::Entry]> {
    let mut node = root;
    for key in &section[..section.len() - 1] {
        let Value::Mapping(entries) = &node.value else { return None };
        node = &entries.iter().find(|entry| entry.key == *key)?.value;
    }
    let Value::Mapping(entries) = &node.value else { return None };
    let is_block = entries.first().is_none_or(|first| {
        entries
            .iter()
            .skip(1)
            .all(|it| it.key_span.line() != first.key_span.line() && it.key_span.column() == first.key_span.column())
    });
    is_block.then_some(entries.as_slice())
}

/// Behind the last line of a block that the parser ends where the next one begins.
fn block_end(text: &str, end: usize) -> usize {
    let used = text[..end.min(text.len())].trim_end();
    line_end(text, used.len().saturating_sub(1))
}

/// The edits from the last to the first, so that none moves another. `None` where two are at the same text.
fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> Option<String> {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    if edits.windows(2).any(|pair| pair[0].0.end > pair[1].0.start) {
        return None;
    }
    let mut result = text.to_owned();
    for (range, new) in edits.into_iter().rev() {
        result.replace_range(range, &new);
    }
    Some(result)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Behind the line break of the line.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

fn indent(text: &str, line: usize) -> usize {
    text[line..].len() - text[line..].trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURRENT: &str = "\
version: 1
entities:
  tables:
    # Who buys.
    - name: customer
      columns: [{name: id, type: INT}]   # the number on the card

    # What they owe.
    - name: invoice
      columns:
        - {name: id, type: INT}
  facts: []                              # none yet
# The end.
";

    /// The place of a text in another one.
    fn at(text: &str, part: &str) -> Option<Span> {
        let start = text.find(part)?;
        Some(Span::new(Arc::default(), 1, 1, start..start + part.len()))
    }

    fn spliced(to: &str, names: &[&str]) -> String {
        let objects: Vec<_> = names
            .iter()
            .map(|name| Pair::new(at(CURRENT, &format!("{name}\n")), at(to, &format!("{name}\n"))))
            .collect();
        splice(Pair::new(CURRENT, to), &objects).expect("block lists")
    }

    #[test]
    fn what_is_not_touched_stays_to_the_letter() {
        let to = "entities:\n    tables:\n        - name: invoice\n          columns:\n            - {name: id, type: BIGINT}\n            # until when\n            - {name: due, type: DATE}\n";
        let result = spliced(to, &["invoice"]);
        let expected = CURRENT.replace(
            "        - {name: id, type: INT}\n",
            "        - {name: id, type: BIGINT}\n        # until when\n        - {name: due, type: DATE}\n",
        );
        assert_eq!(result, expected);
    }

    #[test]
    fn what_goes_takes_the_comment_above_along() {
        let result = spliced("entities: {}\n", &["customer"]);
        assert!(
            !result.contains("customer") && !result.contains("Who buys") && result.contains("What they owe"),
            "{result}"
        );
    }

    #[test]
    fn what_is_new_comes_last_in_its_list_or_opens_it() {
        let to = "entities:\n  tables:\n  # A table of dates.\n  - name: day\n    columns: []\n  facts:\n  - name: sale\n    columns: []\nviews:\n- name: v\n  query: select 1\n";
        let result = spliced(to, &["day", "sale", "v"]);
        assert!(
            result.contains(
                "        - {name: id, type: INT}\n    # A table of dates.\n    - name: day\n      columns: []\n  facts:"
            ),
            "{result}"
        );
        assert!(
            result.contains("  facts:                               # none yet\n    - name: sale\n      columns: []\n"),
            "{result}"
        );
        assert!(
            result.ends_with("# The end.\nviews:\n  - name: v\n    query: select 1\n")
                || result.contains("views:\n  - name: v\n    query: select 1\n"),
            "{result}"
        );
        assert!(read(&result).is_some(), "{result}");
    }

    #[test]
    fn a_text_without_a_last_line_break_takes_something_behind_its_end() {
        let (from, to) = ("views:\n  - name: a\n    query: select 1", "views:\n  - name: b\n    query: select 2");
        let result = splice(Pair::new(from, to), &[Pair::new(None, at(to, "b\n"))]).unwrap();
        assert_eq!(result, "views:\n  - name: a\n    query: select 1\n  - name: b\n    query: select 2\n");
    }

    #[test]
    fn other_forms_are_left_to_others() {
        let flow = "entities: {tables: [{name: customer}]}\n";
        let objects = [Pair::new(at(flow, "customer"), at(CURRENT, "customer"))];
        assert_eq!(splice(Pair::new(flow, CURRENT), &objects), None);
        let nowhere = [Pair::new(at(CURRENT, "version"), None)];
        assert_eq!(splice(Pair::new(CURRENT, CURRENT), &nowhere), None);
    }
}
