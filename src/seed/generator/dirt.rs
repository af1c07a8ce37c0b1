//! Texts as careless people type them, to test what looks for such things.

use super::{Column, Frame, Generator, Values};
use crate::seed::batch::Strings;
use crate::seed::stream::Stream;

/// Texts of another generator, a share of them with a blemish.
#[derive(Debug)]
pub struct Dirt {
    pub inner: Box<dyn Generator>,
    pub stream: Stream,
    pub share: f64,
    /// One of these for each dirty text; never none.
    pub blemishes: Vec<Blemish>,
    /// In characters.
    pub longest: usize,
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blemish {
    /// All letters in upper case.
    UpperCase,
    LowerCase,
    /// A blank in front or behind.
    Blank,
    /// Two characters that changed places.
    Typo,
    /// Nothing in it, but there.
    Empty,
    /// A word for nothing: `N/A`, `unknown`.
    Placeholder,
}

impl Blemish {
    pub const ALL: [Self; 6] =
        [Self::UpperCase, Self::LowerCase, Self::Blank, Self::Typo, Self::Empty, Self::Placeholder];

    fn spoil(self, text: &str, noise: u64) -> String {
        match self {
            Self::UpperCase => text.to_uppercase(),
            Self::LowerCase => text.to_lowercase(),
            Self::Blank if noise.is_multiple_of(2) => format!(" {text}"),
            Self::Blank => format!("{text} "),
            Self::Typo => {
                let mut characters: Vec<char> = text.chars().collect();
                if characters.len() >= 2 {
                    let at = (noise % (characters.len() as u64 - 1)) as usize;
                    characters.swap(at, at + 1);
                }
                characters.into_iter().collect()
            }
            Self::Empty => String::new(),
            Self::Placeholder => PLACEHOLDERS[(noise % PLACEHOLDERS.len() as u64) as usize].to_owned(),
        }
    }
}

const PLACEHOLDERS: [&str; 4] = ["N/A", "unknown", "-", "test"];

impl Generator for Dirt {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let column = self.inner.generate(indexes, frame);
        let Values::Texts(texts) = &column.values else { return column };
        let mut spoilt = Strings::with_capacity(indexes.len());
        for (text, index) in texts.iter().zip(indexes) {
            let noise = self.stream.at(*index);
            let dirty =
                if self.stream.named("share").unit(*index) < self.share { self.spoil(text, noise) } else { None };
            spoilt.push(dirty.as_ref().map_or(text, String::as_bytes));
        }
        Column { values: Values::Texts(spoilt), nulls: column.nulls }
    }

    fn reads(&self) -> Vec<usize> {
        self.inner.reads()
    }

    fn lanes(&self) -> Vec<usize> {
        self.inner.lanes()
    }
}

impl Dirt {
    /// The text with a blemish; nothing where it would no longer fit.
    fn spoil(&self, text: &[u8], noise: u64) -> Option<String> {
        let blemish = self.blemishes[(noise % self.blemishes.len() as u64) as usize];
        let text = std::str::from_utf8(text).ok()?;
        Some(blemish.spoil(text, noise >> 8)).filter(|text| text.chars().count() <= self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::generator::Constant;

    #[test]
    fn a_share_is_dirty_and_fits() {
        let mut word = Strings::default();
        word.push("Zoë".as_bytes());
        let inner = Box::new(Constant::new(Values::Texts(word)));
        let dirt = Dirt { inner, stream: Stream::new(1), share: 0.5, blemishes: Blemish::ALL.to_vec(), longest: 4 };
        let rows: Vec<u64> = (0..2_000).collect();
        let Values::Texts(texts) = dirt.generate(&rows, &Frame::default()).values else { panic!("texts are due") };
        let texts: Vec<String> = texts.iter().map(|text| String::from_utf8(text.to_vec()).unwrap()).collect();
        let dirty = texts.iter().filter(|text| *text != "Zoë").count();
        assert!((800..1_100).contains(&dirty), "{dirty}");
        for expected in ["ZOË", "zoë", " Zoë", "Zoë ", "oZë", "Zëo", "", "N/A", "-", "test"] {
            assert!(texts.iter().any(|text| text == expected), "{expected:?}");
        }
        assert!(texts.iter().all(|text| text.chars().count() <= 4));
    }
}
