//! Texts that match a regular expression.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::stream::{Stream, scale};
use regex_syntax::hir::{Class, Hir, HirKind};

/// The texts of a regular expression in an order, so that each has a number.
#[derive(Debug)]
pub struct Pattern {
    hir: Hir,
    stream: Option<Stream>,
}

/// How much further than needed a repetition without end goes.
const SPARE: u32 = 3;

impl Pattern {
    /// `None` where the text is no regular expression that can be turned around. Without a stream, the text of an index is its own.
    pub fn new(pattern: &str, stream: Option<Stream>) -> Option<Self> {
        let hir = regex_syntax::parse(pattern).ok()?;
        (count(&hir) > 0).then_some(Self { hir, stream })
    }

    /// How many texts there are, as far as 64 bits go.
    pub fn capacity(&self) -> u64 {
        count(&self.hir)
    }
}

fn count(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) => 1,
        HirKind::Class(class) => characters(class).map(|(first, last)| u64::from(last) - u64::from(first) + 1).sum(),
        HirKind::Repetition(it) => {
            let one = count(&it.sub);
            lengths(it.min, it.max).map(|length| one.saturating_pow(length)).fold(0, u64::saturating_add)
        }
        HirKind::Capture(it) => count(&it.sub),
        HirKind::Concat(parts) => parts.iter().map(count).fold(1, u64::saturating_mul),
        HirKind::Alternation(parts) => parts.iter().map(count).fold(0, u64::saturating_add),
    }
}

fn lengths(min: u32, max: Option<u32>) -> impl Iterator<Item = u32> {
    min..=max.unwrap_or(u32::MAX).min(min.saturating_add(SPARE))
}

/// Ranges of a class, those one can read only: a class of everything but a few has letters and digits in it.
fn characters(class: &Class) -> impl Iterator<Item = (char, char)> {
    let all: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
    };
    let mut readable = Vec::new();
    for readable_range in [('0', '9'), ('A', 'Z'), ('a', 'z')] {
        for (first, last) in &all {
            let (first, last) = ((*first).max(readable_range.0), (*last).min(readable_range.1));
            if first <= last {
                readable.push((first, last));
            }
        }
    }
    let chosen =
        if readable.is_empty() { all.into_iter().take(1).map(|(first, _)| (first, first)).collect() } else { readable };
    chosen.into_iter()
}

/// Writes the text with this number, which is below the count.
fn write(hir: &Hir, mut number: u64, out: &mut Vec<u8>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.extend_from_slice(&literal.0),
        HirKind::Class(class) => {
            for (first, last) in characters(class) {
                let size = u64::from(last) - u64::from(first) + 1;
                if number < size {
                    let character = char::from_u32(u32::from(first) + number as u32).unwrap_or(first);
                    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                    return;
                }
                number -= size;
            }
        }
        HirKind::Repetition(it) => {
            let one = count(&it.sub);
            for length in lengths(it.min, it.max) {
                let size = one.saturating_pow(length);
                if number < size {
                    for _ in 0..length {
                        write(&it.sub, number % one, out);
                        number /= one;
                    }
                    return;
                }
                number -= size;
            }
        }
        HirKind::Capture(it) => write(&it.sub, number, out),
        HirKind::Concat(parts) => {
            for part in parts {
                let size = count(part);
                write(part, number % size, out);
                number /= size;
            }
        }
        HirKind::Alternation(parts) => {
            for part in parts {
                let size = count(part);
                if number < size {
                    return write(part, number, out);
                }
                number -= size;
            }
        }
    }
}

impl Generator for Pattern {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let size = self.capacity();
        let mut texts = Strings::with_capacity(indexes.len());
        for index in indexes {
            let number = self.stream.map_or(*index % size, |stream| scale(stream.at(*index), size));
            write(&self.hir, number, texts.writer());
            texts.end();
        }
        full(Values::Texts(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn texts(pattern: &str, count: u64) -> Vec<String> {
        let pattern = Pattern::new(pattern, None).unwrap();
        let Values::Texts(texts) = pattern.generate(&(0..count).collect::<Vec<_>>(), &Frame::default()).values else {
            panic!("texts are due")
        };
        texts.iter().map(|text| String::from_utf8(text.to_vec()).unwrap()).collect()
    }

    #[test]
    fn every_number_has_a_text_of_its_own() {
        let pattern = Pattern::new("^(A|BC)-[0-9]{2}x?$", None).unwrap();
        assert_eq!(pattern.capacity(), 400);
        let found: HashSet<String> = texts("^(A|BC)-[0-9]{2}x?$", 400).into_iter().collect();
        assert_eq!(found.len(), 400);
        assert!(found.contains("A-00") && found.contains("BC-99x"));
    }

    #[test]
    fn everything_but_is_still_readable() {
        assert!(texts("^[^@]+@[^@]+$", 50).iter().all(|text| text.is_ascii() && text.matches('@').count() == 1));
    }
}
