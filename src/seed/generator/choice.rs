//! One of a few words, each with its weight.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::stream::{Stream, scale};

/// Weighted words, by Walker's alias method (1977): one random number and one comparison a value, however many words there are.
#[derive(Debug)]
pub struct Choice {
    words: Vec<String>,
    stream: Option<Stream>,
    /// For each word the share of its slot that is its own, in 2^-32, and whose the rest is.
    slots: Vec<(u32, u32)>,
}

impl Choice {
    /// Words with weights that are not negative, and not all zero; random by the stream.
    pub fn weighted(words: Vec<(String, f64)>, stream: Stream) -> Self {
        let weights: Vec<f64> = words.iter().map(|(_, weight)| *weight).collect();
        let words = words.into_iter().map(|(word, _)| word).collect();
        Self { words, stream: Some(stream), slots: alias(&weights) }
    }

    pub fn even(words: Vec<String>, stream: Stream) -> Self {
        Self::weighted(words.into_iter().map(|word| (word, 1.0)).collect(), stream)
    }

    /// The word at the index itself: each once.
    pub fn in_order(words: Vec<String>) -> Self {
        Self { words, stream: None, slots: Vec::new() }
    }

    #[inline]
    fn place(&self, index: u64) -> usize {
        let Some(stream) = self.stream else { return index as usize % self.words.len() };
        let number = stream.at(index);
        let slot = scale(number, self.slots.len() as u64) as usize;
        let (own, other) = self.slots[slot];
        if (number as u32) < own { slot } else { other as usize }
    }
}

fn alias(weights: &[f64]) -> Vec<(u32, u32)> {
    let total: f64 = weights.iter().sum();
    let mut shares: Vec<f64> = weights.iter().map(|weight| weight / total * weights.len() as f64).collect();
    let mut slots: Vec<(u32, u32)> = (0..weights.len() as u32).map(|word| (u32::MAX, word)).collect();
    let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..weights.len()).partition(|word| shares[*word] < 1.0);
    while let (Some(less), Some(&more)) = (small.pop(), large.last()) {
        slots[less] = ((shares[less] * f64::from(u32::MAX)) as u32, more as u32);
        shares[more] -= 1.0 - shares[less];
        if shares[more] < 1.0 {
            large.pop();
            small.push(more);
        }
    }
    slots
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
    fn words_come_by_their_weights() {
        let words = [("a", 0.5), ("b", 0.3), ("c", 0.2), ("d", 0.0)];
        let words = words.map(|(word, weight)| (word.to_owned(), weight)).to_vec();
        let choice = Choice::weighted(words, Stream::new(3));
        let mut counts = [0; 4];
        (0..100_000).for_each(|index| counts[choice.place(index)] += 1);
        assert_eq!(counts[3], 0);
        for (count, share) in counts.into_iter().zip([0.5, 0.3, 0.2]) {
            // Within five standard deviations.
            let expected = 100_000.0 * share;
            assert!((f64::from(count) - expected).abs() < 5.0 * (expected * (1.0 - share)).sqrt(), "{counts:?}");
        }
    }
}
