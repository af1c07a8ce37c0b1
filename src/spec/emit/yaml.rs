//! A small writer of YAML with the layout of specs: short things on one line, long ones in blocks.

use super::scalar;
use std::borrow::Cow;

/// What is going to be written.
#[derive(Clone, Debug)]
pub enum Yaml {
    /// A text, quoted where it must be.
    Text(String),
    /// A text in quotes in any case.
    Quoted(String),
    /// A number, boolean or null: written as it stands.
    Plain(String),
    List(Vec<Yaml>),
    Map(Map),
}

/// A mapping; entries are written in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<(Cow<'static, str>, Yaml)>,
    /// Never on one line, however short.
    spread: bool,
}

/// Lines of flow collections are not longer than this, if they can help it.
const WIDTH: usize = 120;

impl Map {
    /// A mapping with a line per key.
    pub fn spread() -> Self {
        Self { entries: Vec::new(), spread: true }
    }

    pub fn with(self, key: &'static str, value: impl Into<Yaml>) -> Self {
        self.entry(Cow::Borrowed(key), value.into())
    }

    /// A key that is no word of the spec but a name of the user's or the engine's.
    pub fn with_name(self, key: impl Into<String>, value: impl Into<Yaml>) -> Self {
        self.entry(Cow::Owned(key.into()), value.into())
    }

    fn entry(mut self, key: Cow<'static, str>, value: Yaml) -> Self {
        self.entries.push((key, value));
        self
    }

    /// Nothing is written for `None`.
    pub fn maybe(self, key: &'static str, value: Option<impl Into<Yaml>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Nothing is written for a mapping without entries.
    pub fn map(self, key: &'static str, value: Self) -> Self {
        if value.is_empty() { self } else { self.with(key, value) }
    }

    /// Nothing is written for an empty list.
    pub fn list(self, key: &'static str, items: Vec<Yaml>) -> Self {
        if items.is_empty() { self } else { self.with(key, Yaml::List(items)) }
    }

    /// Nothing is written for `false`.
    pub fn flag(self, key: &'static str, value: bool) -> Self {
        if value { self.with(key, true) } else { self }
    }

    /// The entries of another mapping behind those of this one.
    pub fn and(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl From<Map> for Yaml {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Yaml {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<bool> for Yaml {
    fn from(value: bool) -> Self {
        Self::Plain(value.to_string())
    }
}

impl From<i64> for Yaml {
    fn from(value: i64) -> Self {
        Self::Plain(value.to_string())
    }
}

impl From<Vec<Yaml>> for Yaml {
    fn from(items: Vec<Yaml>) -> Self {
        Self::List(items)
    }
}

/// The document as text.
pub fn write(map: &Map) -> String {
    let mut out = String::new();
    write_map(&mut out, map, 0);
    out
}

/// Keys of the spec itself stay as the documentation writes them (`on:`); a name from a database may need quotes.
#[expect(clippy::ptr_arg, reason = "which of the two it is tells whose key it is")]
fn written_key(key: &Cow<'static, str>) -> Cow<'static, str> {
    match key {
        Cow::Borrowed(own) => Cow::Borrowed(own),
        Cow::Owned(name) => Cow::Owned(scalar::inline(name)),
    }
}

/// Each entry on lines of its own, from the current column, which is `indent`.
fn write_map(out: &mut String, map: &Map, indent: usize) {
    for (position, (key, value)) in map.entries.iter().enumerate() {
        if position > 0 {
            push_spaces(out, indent);
        }
        let key = written_key(key);
        out.push_str(&key);
        out.push(':');
        write_value(out, value, indent, indent + key.len() + 2);
    }
}

/// A value behind `key:`. `column` is where it would start on the same line.
fn write_value(out: &mut String, value: &Yaml, indent: usize, column: usize) {
    // A list of mappings reads better with a line for each.
    let wants_lines = matches!(value, Yaml::List(items) if items.iter().any(|item| matches!(item, Yaml::Map(_))));
    if let Some(line) = one_line(value, WIDTH.saturating_sub(column)).filter(|_| !wants_lines) {
        out.push(' ');
        out.push_str(&line);
        out.push('\n');
        return;
    }
    match value {
        Yaml::Text(text) | Yaml::Quoted(text) | Yaml::Plain(text) => write_block(out, text, indent + 2),
        Yaml::List(items) => {
            out.push('\n');
            for item in items {
                push_spaces(out, indent + 2);
                out.push('-');
                write_item(out, item, indent + 4);
            }
        }
        Yaml::Map(map) => {
            out.push('\n');
            push_spaces(out, indent + 2);
            write_map(out, map, indent + 2);
        }
    }
}

/// An item behind its dash; what follows on more lines starts at `indent`.
fn write_item(out: &mut String, item: &Yaml, indent: usize) {
    if let Some(line) = one_line(item, WIDTH.saturating_sub(indent)) {
        out.push(' ');
        out.push_str(&line);
        out.push('\n');
        return;
    }
    match item {
        Yaml::Map(map) => {
            out.push(' ');
            write_map(out, map, indent);
        }
        Yaml::Text(_) | Yaml::Quoted(_) | Yaml::Plain(_) | Yaml::List(_) => write_value(out, item, indent - 2, indent),
    }
}

/// A text of several lines, as it is.
fn write_block(out: &mut String, text: &str, indent: usize) {
    let Some(indicator) = scalar::block_indicator(text) else {
        out.push(' ');
        out.push_str(&scalar::quoted(text));
        out.push('\n');
        return;
    };
    out.push(' ');
    out.push_str(indicator);
    out.push('\n');
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        if !line.is_empty() {
            push_spaces(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// The value on one line, if it is at most `width` wide and holds nothing that wants lines of its own.
fn one_line(value: &Yaml, width: usize) -> Option<String> {
    let line = match value {
        Yaml::Text(text) if scalar::block_indicator(text).is_some() => return None,
        Yaml::Text(text) => return Some(scalar::inline(text)),
        Yaml::Quoted(text) => return Some(scalar::quoted(text)),
        Yaml::Plain(text) => return Some(text.clone()),
        Yaml::List(items) => {
            let items = items.iter().map(|item| one_line(item, width)).collect::<Option<Vec<_>>>()?;
            format!("[{}]", items.join(", "))
        }
        Yaml::Map(map) if map.spread => return None,
        Yaml::Map(map) => {
            let entry = |(key, value): &(Cow<'static, str>, Yaml)| {
                Some(format!("{}: {}", written_key(key), one_line(value, width)?))
            };
            let entries = map.entries.iter().map(entry).collect::<Option<Vec<_>>>()?;
            format!("{{{}}}", entries.join(", "))
        }
    };
    (line.chars().count() <= width).then_some(line)
}

fn push_spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_things_on_one_line_and_long_ones_in_blocks() {
        let column = Map::default().with("name", "id").with("type", "DECIMAL(18,2)").flag("unique", true);
        let table = Map::spread()
            .with("name", "users")
            .list("columns", vec![column.clone().into(), column.into()])
            .list("keys", vec!["a".into(), "b".into()])
            .list("none", Vec::new());
        let view = Map::default().with("name", "v").with("query", "select 1\n\nfrom t");
        let document = Map::spread()
            .with("version", 1)
            .list("tables", vec![table.into()])
            .list("views", vec![view.into()])
            .with("empty", Vec::new());
        insta::assert_snapshot!(write(&document), @r#"
        version: 1
        tables:
          - name: users
            columns:
              - {name: id, type: "DECIMAL(18,2)", unique: true}
              - {name: id, type: "DECIMAL(18,2)", unique: true}
            keys: [a, b]
        views:
          - name: v
            query: |-
              select 1

              from t
        empty: []
        "#);
    }
}
