//! Words: one out of lists, and sentences.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::encode::{write_digits, write_hex, write_padded};
use crate::seed::stream::{Stream, mix, scale};

/// Sentences of so many characters at most.
#[derive(Debug)]
pub struct Words {
    pub stream: Stream,
    pub longest: usize,
}

const WORDS: [&str; 32] = [
    "account", "agreed", "annual", "balance", "before", "client", "closed", "contract", "current", "delivery", "early",
    "final", "follow", "group", "interest", "invoice", "later", "letter", "market", "monthly", "notice", "order",
    "partial", "payment", "pending", "period", "quarter", "received", "review", "service", "standard", "update",
];

impl Generator for Words {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let mut texts = Strings::with_capacity(indexes.len());
        for index in indexes {
            let number = self.stream.at(*index);
            sentence(number, self.longest, texts.writer());
            texts.end();
        }
        full(Values::Texts(texts))
    }
}

/// Five bits of the number choose each word.
fn sentence(number: u64, longest: usize, out: &mut Vec<u8>) {
    let start = out.len();
    let count = 2 + (number >> 60) % 6;
    for at in 0..count {
        let word = WORDS[((number >> (at * 5)) % 32) as usize];
        let space = usize::from(at > 0);
        if out.len() - start + space + word.len() > longest {
            break;
        }
        if at > 0 {
            out.push(b' ');
        }
        out.extend_from_slice(word.as_bytes());
    }
    if out.len() == start {
        // No word is so short.
        let room = longest.min(WORDS[0].len());
        out.extend_from_slice(&WORDS[(number % 32) as usize].as_bytes()[..room.min(5)]);
    }
}

/// Parts of a text, each fixed or chosen from a list, so that all that come from one row belong together.
#[derive(Debug)]
pub struct Template {
    pub stream: Stream,
    pub parts: Vec<Part>,
    pub longest: usize,
}

#[derive(Clone, Debug)]
pub enum Part {
    Fixed(String),
    /// One word of the list; `topic` tells lists apart, so that the same list in another column of the row gives the same word.
    Word {
        topic: u64,
        list: &'static [&'static str],
        lower: bool,
    },
    /// The index in decimal.
    Index,
    /// A number in decimal, with so many digits.
    Digits {
        topic: u64,
        count: u32,
    },
    /// Sixteen hexadecimal digits.
    Hex {
        topic: u64,
    },
    /// One of the formats: `#` is any digit, `^` none but zero, `$` a letter.
    Format {
        topic: u64,
        list: &'static [&'static str],
    },
}

impl Template {
    fn write(&self, index: u64, out: &mut Vec<u8>) {
        let start = out.len();
        for part in &self.parts {
            match part {
                Part::Fixed(text) => out.extend_from_slice(text.as_bytes()),
                Part::Word { topic, list, lower: false } => {
                    out.extend_from_slice(self.choose(index, *topic, list).as_bytes());
                }
                Part::Word { topic, list, lower: true } => write_ascii(self.choose(index, *topic, list), out),
                Part::Index => write_digits(index, out),
                Part::Digits { topic, count } => {
                    let number = scale(self.number(index, *topic), 10_u64.pow(*count));
                    write_padded(number, *count, out);
                }
                Part::Hex { topic } => {
                    let digits = self.number(index, *topic).to_be_bytes();
                    write_hex(&digits, out);
                }
                Part::Format { topic, list } => {
                    write_format(self.choose(index, *topic, list), mix(self.number(index, *topic)), out);
                }
            }
        }
        cut(out, start, self.longest);
    }

    fn number(&self, index: u64, topic: u64) -> u64 {
        self.stream.at(index.wrapping_mul(TOPICS).wrapping_add(topic))
    }

    fn choose(&self, index: u64, topic: u64, list: &'static [&'static str]) -> &'static str {
        list[scale(self.number(index, topic), list.len() as u64) as usize]
    }
}

/// More than there are topics.
const TOPICS: u64 = 64;

/// The letters and digits of ASCII in lower case; where there are none, a word that stands for them.
fn write_ascii(word: &str, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend(word.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()));
    if out.len() == start {
        out.extend_from_slice(b"user");
    }
}

fn write_format(format: &str, mut noise: u64, out: &mut Vec<u8>) {
    for character in format.bytes() {
        let (first, count) = match character {
            b'#' => (b'0', 10),
            b'^' => (b'1', 9),
            b'$' => (b'A', 26),
            other => {
                out.push(other);
                continue;
            }
        };
        out.push(first + scale(noise, count) as u8);
        noise = mix(noise);
    }
}

/// Shortens what was written since `start` to so many characters.
fn cut(out: &mut Vec<u8>, start: usize, longest: usize) {
    if out.len() - start <= longest {
        return;
    }
    let end = std::str::from_utf8(&out[start..])
        .ok()
        .and_then(|text| text.char_indices().nth(longest).map(|(at, _)| at))
        .unwrap_or(out.len() - start);
    out.truncate(start + end);
}

impl Generator for Template {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let mut texts = Strings::with_capacity(indexes.len());
        for index in indexes {
            self.write(*index, texts.writer());
            texts.end();
        }
        full(Values::Texts(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_fit() {
        for longest in 1..60 {
            for number in 0..50 {
                let mut out = Vec::new();
                sentence(Stream::new(1).at(number), longest, &mut out);
                assert!(!out.is_empty() && out.len() <= longest, "{longest}: {out:?}");
            }
        }
    }

    #[test]
    fn columns_of_a_row_belong_together() {
        const NAMES: &[&str] = &["Ada", "Zoë"];
        let name = |lower| Template {
            stream: Stream::new(1),
            parts: vec![Part::Word { topic: 1, list: NAMES, lower }],
            longest: 10,
        };
        for index in 0..20 {
            let (mut plain, mut address) = (Vec::new(), Vec::new());
            name(false).write(index, &mut plain);
            name(true).write(index, &mut address);
            assert_eq!(address, if plain == b"Ada" { &b"ada"[..] } else { b"zo" });
        }
    }
}
