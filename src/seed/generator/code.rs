//! Texts that stand for a number: each index has its own.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;

/// A prefix, and the index in digits of a fixed number.
#[derive(Debug)]
pub struct Code {
    prefix: Vec<u8>,
    suffix: Vec<u8>,
    digits: usize,
    alphabet: &'static [u8],
}

const DECIMAL: &[u8] = b"0123456789";
/// Without lower case: many engines do not tell it from upper case.
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const EVERYTHING: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

impl Code {
    /// A code of at most `longest` characters, a prefix before the number where there is room.
    pub fn new(prefix: &str, longest: Option<u32>) -> Self {
        let room = longest.map_or(usize::MAX, |longest| longest as usize);
        let (prefix, digits, alphabet) = match room {
            0..=3 => ("", room, LETTERS),
            4..=7 => ("", room, EVERYTHING),
            _ if room >= prefix.len() + 1 + DIGITS => (prefix, DIGITS, DECIMAL),
            8..=11 => ("", room, DECIMAL),
            _ => ("", DIGITS, DECIMAL),
        };
        let mut prefix = prefix.as_bytes().to_vec();
        if !prefix.is_empty() {
            prefix.push(b'-');
        }
        Self { prefix, suffix: Vec::new(), digits, alphabet }
    }

    /// Digits behind a text.
    pub fn around(prefix: &str, digits: usize, suffix: &str) -> Self {
        Self { prefix: prefix.into(), suffix: suffix.into(), digits, alphabet: DECIMAL }
    }

    /// A text of exactly so many characters.
    pub fn fixed(length: u32) -> Self {
        Self {
            prefix: Vec::new(),
            suffix: Vec::new(),
            digits: length as usize,
            alphabet: if length <= 3 { LETTERS } else { EVERYTHING },
        }
    }

    /// How many different codes there are.
    pub fn capacity(&self) -> u64 {
        let base = self.alphabet.len() as u64;
        base.saturating_pow(u32::try_from(self.digits).unwrap_or(u32::MAX))
    }

    #[inline]
    fn write(&self, index: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.prefix);
        let start = out.len();
        out.resize(start + self.digits, self.alphabet[0]);
        let base = self.alphabet.len() as u64;
        let mut rest = index;
        for digit in out[start..].iter_mut().rev() {
            *digit = self.alphabet[(rest % base) as usize];
            rest /= base;
            if rest == 0 {
                break;
            }
        }
        out.extend_from_slice(&self.suffix);
    }
}

/// Digits behind a prefix: enough for a billion rows.
const DIGITS: usize = 9;

impl Generator for Code {
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

    fn codes(code: &Code, indexes: &[u64]) -> Vec<String> {
        let Values::Texts(texts) = code.generate(indexes, &Frame::default()).values else { panic!("texts are due") };
        texts.iter().map(|text| String::from_utf8(text.to_vec()).unwrap()).collect()
    }

    #[test]
    fn codes_fit_and_differ() {
        assert_eq!(codes(&Code::new("LOAN", Some(50)), &[0, 1_234]), ["LOAN-000000000", "LOAN-000001234"]);
        assert_eq!(codes(&Code::new("LOAN", Some(2)), &[0, 27]), ["AA", "BB"]);
        assert_eq!(Code::new("LOAN", Some(2)).capacity(), 676);
        assert_eq!(codes(&Code::new("LOAN", Some(10)), &[7]), ["0000000007"]);
        for longest in 1..40 {
            let code = Code::new("COMPANY", Some(longest));
            let last = codes(&code, &[0, code.capacity().min(1_000_000_000) - 1]);
            assert!(last.iter().all(|text| text.len() <= longest as usize) && last[0] != last[1], "{last:?}");
        }
    }
}
