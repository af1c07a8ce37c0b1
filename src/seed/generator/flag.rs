//! Yes or no.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::stream::Stream;

/// True with a probability; or, where each index must have its own, false and then true.
#[derive(Debug)]
pub enum Flag {
    Random { stream: Stream, share: f64 },
    InOrder,
}

impl Generator for Flag {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        full(Values::Booleans(match self {
            Self::Random { stream, share } => indexes.iter().map(|index| stream.unit(*index) < *share).collect(),
            Self::InOrder => indexes.iter().map(|index| index % 2 == 1).collect(),
        }))
    }
}
