//! Always the same.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;

/// One value for every index.
#[derive(Debug)]
pub struct Constant {
    /// Holds the value once.
    value: Values,
}

impl Constant {
    /// The one value in `value`.
    pub fn new(value: Values) -> Self {
        Self { value }
    }
}

impl Generator for Constant {
    fn generate(&self, indexes: &[u64], _: &Frame) -> Column {
        let count = indexes.len();
        let repeated = |texts: &Strings| {
            let mut copies = Strings::with_capacity(count);
            (0..count).for_each(|_| copies.push(texts.get(0)));
            copies
        };
        full(match &self.value {
            Values::Booleans(it) => Values::Booleans(vec![it[0]; count]),
            Values::Integers(it) => Values::Integers(vec![it[0]; count]),
            Values::Decimals { unscaled, scale } => {
                Values::Decimals { unscaled: vec![unscaled[0]; count], scale: *scale }
            }
            Values::Floats(it) => Values::Floats(vec![it[0]; count]),
            Values::Dates(it) => Values::Dates(vec![it[0]; count]),
            Values::Times(it) => Values::Times(vec![it[0]; count]),
            Values::Timestamps(it) => Values::Timestamps(vec![it[0]; count]),
            Values::Uuids(it) => Values::Uuids(vec![it[0]; count]),
            Values::Texts(it) => Values::Texts(repeated(it)),
            Values::Bytes(it) => Values::Bytes(repeated(it)),
        })
    }
}
