//! One of a few words, each with its weight.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::alias::Alias;
use crate::seed::batch::Strings;
use crate::seed::share::Shares;
use crate::seed::stream::Stream;

/// Words, and how one is chosen.
#[derive(Debug)]
pub struct Choice {
    words: Vec<String>,
    by: By,
}

#[derive(Debug)]
enum By {
    /// By weight, as fast as can be.
    Weight { stream: Stream, alias: Alias },
    /// By weight, small shares for the first words: what correlates has an order.
    Order { shares: Shares, cumulative: Vec<f64> },
    /// The word at the index itself: each once.
    Index,
}

impl Choice {
    /// Words with weights that are not negative, and not all zero; random by the stream.
    pub fn weighted(words: Vec<(String, f64)>, stream: Stream) -> Self {
        let weights: Vec<f64> = words.iter().map(|(_, weight)| *weight).collect();
        let words = words.into_iter().map(|(word, _)| word).collect();
        Self { words, by: By::Weight { stream, alias: Alias::new(&weights) } }
    }

    /// The same, in the order of the words.
    pub fn ordered(words: Vec<(String, f64)>, shares: Shares) -> Self {
        let total: f64 = words.iter().map(|(_, weight)| weight).sum();
        let mut sum = 0.0;
        let mut cumulative = Vec::with_capacity(words.len());
        for (_, weight) in &words {
            sum += weight / total;
            cumulative.push(sum);
        }
        Self { words: words.into_iter().map(|(word, _)| word).collect(), by: By::Order { shares, cumulative } }
    }

    pub fn even(words: Vec<String>, stream: Stream) -> Self {
        Self::weighted(words.into_iter().map(|word| (word, 1.0)).collect(), stream)
    }

    /// The word at the index itself: each once.
    pub fn in_order(words: Vec<String>) -> Self {
        Self { words, by: By::Index }
    }

    #[inline]
    fn place(&self, index: u64) -> usize {
        match &self.by {
            By::Weight { stream, alias } => alias.place(stream.at(index)),
            By::Order { shares, cumulative } => {
                let share = shares.at(index);
                cumulative.partition_point(|sum| *sum < share).min(self.words.len() - 1)
            }
            By::Index => index as usize % self.words.len(),
        }
    }
}

impl Generator for Choice {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let mut texts = Strings::with_capacity(indexes.len());
        for index in indexes {
            texts.push(self.words[self.place(*index)].as_bytes());
        }
        full(Values::Texts(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordered_words_have_their_weights_too() {
        let words = [("a", 0.2), ("b", 0.0), ("c", 0.8)].map(|(word, weight)| (word.to_owned(), weight)).to_vec();
        let choice = Choice::ordered(words, Shares::Own(Stream::new(3)));
        let mut counts = [0; 3];
        (0..100_000).for_each(|index| counts[choice.place(index)] += 1);
        assert_eq!(counts[1], 0);
        assert!((f64::from(counts[0]) - 20_000.0).abs() < 5.0 * 127.0, "{counts:?}");
    }
}
