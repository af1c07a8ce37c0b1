//! From byte offsets to the lines and columns that editors count.

use schemars::JsonSchema;
use serde::Serialize;

/// A place as editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// Byte offset in the file.
    pub offset: usize,
}

/// Where the lines of a text begin, counted once, so that the places of any number of offsets are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset of the first character of each line, ascending; never empty.
    starts: Vec<usize>,
    /// The characters of more than one byte, ascending: every other byte is a character of its own.
    wide: Vec<Wide>,
    /// Of the text, in bytes.
    length: usize,
}

/// A character of more than one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wide {
    start: usize,
    end: usize,
    /// Bytes in the text so far that begin no character, those of this one included.
    surplus: usize,
}

impl LineIndex {
    pub fn of(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(newlines.map(|(at, _)| at + 1)).collect();
        let mut wide = Vec::new();
        let mut surplus = 0;
        for (start, character) in text.char_indices().filter(|(_, character)| !character.is_ascii()) {
            let length = character.len_utf8();
            surplus += length - 1;
            wide.push(Wide { start, end: start + length, surplus });
        }
        Self { starts, wide, length: text.len() }
    }

    /// The place of the character that a byte is part of; of an offset behind the text, its end.
    pub fn place(&self, offset: usize) -> Place {
        let (offset, surplus) = self.character(offset.min(self.length));
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let column = (offset - surplus) - (start - self.character(start).1) + 1;
        Place { line, column, offset }
    }

    /// A line of the text that this is the index of, without the end of the line; nothing where it has fewer lines.
    pub fn line<'t>(&self, text: &'t str, line: usize) -> Option<&'t str> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).copied().unwrap_or(self.length);
        let line = text.get(start..end)?;
        let line = line.strip_suffix('\n').unwrap_or(line);
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// Where the character begins that a byte is part of, and how many bytes in front of it begin none.
    fn character(&self, offset: usize) -> (usize, usize) {
        let before = &self.wide[..self.wide.partition_point(|wide| wide.start < offset)];
        match before {
            [.., last] if offset < last.end => (last.start, last.surplus - (last.end - last.start - 1)),
            [.., last] => (offset, last.surplus),
            [] => (offset, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_counting_gives() {
        for text in ["", "a", "\n", "a\r\nb\n\nc", "ä: 1\nö😀\0: 2\n", "😀😀\n中文x\ny", "\u{301}\n"] {
            let index = LineIndex::of(text);
            for offset in 0..=text.len() + 2 {
                let start = text.floor_char_boundary(offset);
                let before = &text[..start];
                let line_start = before.rfind('\n').map_or(0, |at| at + 1);
                let expected = Place {
                    line: before.matches('\n').count() + 1,
                    column: before[line_start..].chars().count() + 1,
                    offset: start,
                };
                assert_eq!(index.place(offset), expected, "{text:?} at {offset}");
            }
        }
    }

    #[test]
    fn lines_come_without_their_ends() {
        let text = "a\r\nbü\n\nc";
        let index = LineIndex::of(text);
        let lines: Vec<_> = (0..6).map(|line| index.line(text, line)).collect();
        assert_eq!(lines, [None, Some("a"), Some("bü"), Some(""), Some("c"), None]);
    }
}
