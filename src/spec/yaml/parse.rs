//! From the parser's events to the tree, with a stack of its own: no nesting of the input can exhaust the program's.

use super::{Entry, Node, Scalar, Style, Value};
use crate::diagnostic::{Diagnostic, Span};
use granit_parser::{Event, Marker, Options, Parser, ScalarStyle};
use std::path::PathBuf;
use std::sync::Arc;

/// A spec is nested about ten levels deep.
const DEEPEST: usize = 64;

/// The mapping with most keys of a spec has about twenty. Keys are compared with each other, so that their number must be small.
const MOST_KEYS: usize = 256;

/// The tree of the one document in `text`, if it can be read at all; and everything that is wrong with it.
/// `None` without a diagnostic is an empty file.
pub fn parse(file: &Arc<PathBuf>, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut builder = Builder { file, text, open: Vec::new(), root: None, documents: 0, diagnostics: Vec::new() };
    let mut options = Options::default();
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    options.set_emit_comments(false);
    for event in Parser::new_from_str_with_options(text, options) {
        let stop = match event {
            Ok((event, span)) => builder.take(event, &span).is_err(),
            Err(error) => {
                let place = builder.place(*error.marker());
                builder.diagnostics.push(
                    Diagnostic::error("yaml-syntax", "this is not valid YAML")
                        .at(place, error.info())
                        .help("check indentation, brackets and quotes at and above this place"),
                );
                true
            }
        };
        if stop {
            return (None, builder.diagnostics);
        }
    }
    (builder.root, builder.diagnostics)
}

/// The rest of the file cannot be read; the reason is in the diagnostics.
struct Unreadable;

struct Builder<'a> {
    file: &'a Arc<PathBuf>,
    text: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    diagnostics: Vec<Diagnostic>,
}

/// A collection whose end was not seen yet.
enum Open {
    Sequence { span: Span, items: Vec<Node> },
    Mapping { span: Span, entries: Vec<Entry>, key: Option<Key> },
}

impl Open {
    fn key_count(&self) -> usize {
        match self {
            Self::Sequence { .. } => 0,
            Self::Mapping { entries, .. } => entries.len(),
        }
    }
}

/// A key that waits for its value.
enum Key {
    Usable(String, Span),
    /// Already reported; its value is read and dropped.
    Refused,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: &granit_parser::Span) -> Result<(), Unreadable> {
        match event {
            Event::DocumentStart(..) => self.start_document(span)?,
            Event::Scalar(text, style, _, tag) => {
                self.refuse_tag(tag.is_some(), span);
                let style = if style == ScalarStyle::Plain { Style::Plain } else { Style::Quoted };
                let span = self.span(span);
                if text.contains('\0') {
                    self.diagnostics.push(
                        Diagnostic::error("nul-byte", "a text holds the NUL character, which no engine stores")
                            .at(span.clone(), "here"),
                    );
                }
                self.add(Node { span, value: Value::Scalar(Scalar { text: text.into_owned(), style }) });
                self.check_width()?;
            }
            Event::SequenceStart(_, _, tag) => {
                self.refuse_tag(tag.is_some(), span);
                let span = self.span(span);
                self.open(Open::Sequence { span, items: Vec::new() })?;
            }
            Event::MappingStart(_, _, tag) => {
                self.refuse_tag(tag.is_some(), span);
                let span = self.span(span);
                self.open(Open::Mapping { span, entries: Vec::new(), key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Anchor(..) => self.refuse("anchor", "anchors (`&name`) are not part of a spec", span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse("alias", "aliases (`*name`) are not part of a spec", span);
                let scalar = Scalar { text: String::new(), style: Style::Quoted };
                let span = self.span(span);
                self.add(Node { span, value: Value::Scalar(scalar) });
            }
            // StreamStart, StreamEnd, DocumentEnd, Comment. The enum is the parser's, and open.
            _ => {}
        }
        Ok(())
    }

    fn start_document(&mut self, span: &granit_parser::Span) -> Result<(), Unreadable> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let span = self.span(span);
        self.diagnostics.push(
            Diagnostic::error("several-documents", "a spec file holds one YAML document")
                .at(span, "the second one starts here")
                .help("move it to a file of its own and name that under `include:`"),
        );
        Err(Unreadable)
    }

    fn open(&mut self, collection: Open) -> Result<(), Unreadable> {
        if self.open.len() < DEEPEST {
            self.open.push(collection);
            return Ok(());
        }
        let (Open::Sequence { span, .. } | Open::Mapping { span, .. }) = collection;
        self.diagnostics.push(
            Diagnostic::error("too-deep", format!("lists and mappings are nested more than {DEEPEST} levels deep"))
                .at(span, "here"),
        );
        Err(Unreadable)
    }

    fn check_width(&mut self) -> Result<(), Unreadable> {
        let Some(Open::Mapping { span, entries, .. }) = self.open.last().filter(|open| open.key_count() > MOST_KEYS)
        else {
            return Ok(());
        };
        let span = entries.last().map_or(span, |entry| &entry.key_span).clone();
        self.diagnostics.push(
            Diagnostic::error("too-many-keys", format!("a mapping has more than {MOST_KEYS} keys")).at(span, "here"),
        );
        Err(Unreadable)
    }

    fn close(&mut self, end: &granit_parser::Span) {
        // The parser balances starts and ends.
        let Some(collection) = self.open.pop() else { return };
        let node = match collection {
            Open::Sequence { span, mut items } => {
                items.shrink_to_fit();
                Node { span, value: Value::Sequence(items) }
            }
            Open::Mapping { span, mut entries, .. } => {
                // Most mappings have two or three keys, and a large spec has a hundred thousand of them.
                entries.shrink_to_fit();
                Node { span, value: Value::Mapping(entries) }
            }
        };
        let end = end.end.byte_offset().unwrap_or(node.span.end());
        self.add(self.extended(node, end));
    }

    /// The node with its span up to `end`, white space and comments behind its last line left out.
    fn extended(&self, mut node: Node, end: usize) -> Node {
        let last = match &node.value {
            Value::Sequence(items) => items.last().map(|item| item.span.end()),
            Value::Mapping(entries) => entries.last().map(|entry| entry.value.span.end()),
            Value::Scalar(_) => None,
        };
        let flow = self.text[..end.min(self.text.len())].ends_with([']', '}']);
        let end = if flow { end } else { last.unwrap_or(end) };
        node.span.extend_to(end);
        node
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { key: waiting @ None, entries, .. }) => {
                *waiting = Some(usable(node, entries, &mut self.diagnostics));
            }
            Some(Open::Mapping { key, entries, .. }) => {
                if let Some(Key::Usable(key, key_span)) = key.take() {
                    entries.push(Entry { key, key_span, value: node });
                }
            }
        }
    }

    fn refuse_tag(&mut self, tagged: bool, span: &granit_parser::Span) {
        if tagged {
            let place = span.tag_span().unwrap_or(*span);
            self.refuse("tag", "tags (`!name`) are not part of a spec", &place);
        }
    }

    fn refuse(&mut self, code: &'static str, message: &str, span: &granit_parser::Span) {
        let span = self.span(span);
        self.diagnostics.push(Diagnostic::error(code, message).at(span, "write the value itself here"));
    }

    fn span(&self, span: &granit_parser::Span) -> Span {
        let start = span.start.byte_offset().unwrap_or_default();
        let end = span.end.byte_offset().unwrap_or(start).max(start);
        // A block scalar ends with its line breaks; a label should not.
        let end = start + self.text.get(start..end).map_or(0, |text| text.trim_end().len());
        Span::new(self.file.clone(), span.start.line(), span.start.col() + 1, start..end)
    }

    fn place(&self, marker: Marker) -> Span {
        let start = marker.byte_offset().unwrap_or_default();
        let end = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(start, |c| start + c.len_utf8());
        Span::new(self.file.clone(), marker.line(), marker.col() + 1, start..end)
    }
}

/// The node as a key of the mapping that has `entries` so far.
fn usable(node: Node, entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) -> Key {
    let Value::Scalar(scalar) = node.value else {
        diagnostics.push(Diagnostic::error("wrong-type", "a key is a single word").at(node.span, "this is not"));
        return Key::Refused;
    };
    if scalar.text == "<<" && scalar.style == Style::Plain {
        diagnostics.push(
            Diagnostic::error("merge-key", "merge keys (`<<`) are not part of a spec")
                .at(node.span, "write the keys themselves here"),
        );
        return Key::Refused;
    }
    if let Some(first) = entries.iter().find(|entry| entry.key == scalar.text) {
        diagnostics.push(
            Diagnostic::error("duplicate-key", format!("the key `{}` is given twice", scalar.text))
                .at(node.span, "the second time")
                .at(first.key_span.clone(), "the first time")
                .help("keep one of them"),
        );
        return Key::Refused;
    }
    Key::Usable(scalar.text, node.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
        parse(&Arc::new(PathBuf::from("spec.yml")), text)
    }

    fn codes(text: &str) -> Vec<(&'static str, usize, usize)> {
        let (_, diagnostics) = read(text);
        diagnostics.iter().map(|d| (d.code, d.labels[0].span.line(), d.labels[0].span.column())).collect()
    }

    fn walk<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
        found.push(node);
        match &node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => items.iter().for_each(|item| walk(item, found)),
            Value::Mapping(entries) => entries.iter().for_each(|entry| walk(&entry.value, found)),
        }
    }

    #[test]
    fn every_place_is_exact() {
        let text =
            "ä: \"ö ü\"\nlist:\n  - {a: b, c: [d, 'é''e']}\n  - |\n    select 1\n    from t\n  - tail # c\nx: y\n";
        let (root, diagnostics) = read(text);
        assert_eq!(diagnostics, []);
        let root = root.unwrap();
        let mut nodes = Vec::new();
        walk(&root, &mut nodes);
        let found: Vec<_> = nodes.iter().map(|n| (n.span.line(), n.span.column(), &text[n.span.range()])).collect();
        let expected = [
            (1, 1, text.trim_end()),
            (1, 4, "\"ö ü\""),
            (3, 3, &text[text.find("- {").unwrap()..text.find(" # c").unwrap()]),
            (3, 5, "{a: b, c: [d, 'é''e']}"),
            (3, 9, "b"),
            (3, 15, "[d, 'é''e']"),
            (3, 16, "d"),
            (3, 19, "'é''e'"),
            // The text of a block, not its `|`.
            (5, 5, "select 1\n    from t"),
            (7, 5, "tail"),
            (8, 4, "y"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn scalars_keep_their_text_and_style() {
        let (root, _) = read("[no, 017, 1_000, 1e3, 0.10, ~, \"no\", 'a''b', \"\\u0085\"]");
        let Value::Sequence(items) = root.unwrap().value else { panic!() };
        let texts: Vec<_> =
            items.iter().filter_map(Node::as_scalar).map(|scalar| (scalar.text.as_str(), scalar.style)).collect();
        use Style::{Plain, Quoted};
        let expected = [
            ("no", Plain),
            ("017", Plain),
            ("1_000", Plain),
            ("1e3", Plain),
            ("0.10", Plain),
            ("~", Plain),
            ("no", Quoted),
            ("a'b", Quoted),
            ("\u{85}", Quoted),
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn what_readers_disagree_about_is_refused_with_its_place() {
        assert_eq!(codes("a: &x 1\nb: *x\n"), [("anchor", 1, 4), ("alias", 2, 4)]);
        assert_eq!(codes("a: *nowhere\n"), [("alias", 1, 4)]);
        assert_eq!(codes("a: !!python/object 1\nb: !x {}\n"), [("tag", 1, 4), ("tag", 2, 4)]);
        assert_eq!(codes("<<: {a: 1}\n"), [("merge-key", 1, 1)]);
        assert_eq!(codes("a: 1\nb: 2\na: 3\nb: 4\n"), [("duplicate-key", 3, 1), ("duplicate-key", 4, 1)]);
        assert_eq!(codes("a: 1\n---\nb: 2\n"), [("several-documents", 2, 1)]);
        assert_eq!(codes("? [a]\n: 1\n"), [("wrong-type", 1, 3)]);
        assert_eq!(codes("a: \"x\\0y\"\n"), [("nul-byte", 1, 4)]);
        assert_eq!(codes("a: [1, 2\nb: 3\n")[0].0, "yaml-syntax");
    }

    #[test]
    fn bombs_are_errors_and_quick() {
        let started = std::time::Instant::now();
        let blocks: String = (0..3000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        assert_eq!(codes(&blocks)[0].0, "too-deep");
        for opening in ["[", "{a: ", "- ", "? "] {
            assert!(!codes(&opening.repeat(3000)).is_empty(), "{opening}");
        }
        let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let before = format!("*a{}, ", level - 1).repeat(9);
            laughs.push_str(&format!("a{level}: &a{level} [{before}]\n"));
        }
        assert!(!codes(&laughs).is_empty());
        assert!(started.elapsed().as_secs() < 1);
    }
}
