//! Values of another generator in the one form that a check allows.

use super::{Column, Frame, Generator, Values};
use crate::seed::batch::Strings;
use crate::seed::limits::LetterCase;

/// Texts with letters of one kind alone.
#[derive(Debug)]
pub struct Cased {
    pub inner: Box<dyn Generator>,
    pub letter_case: LetterCase,
}

impl Generator for Cased {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let Column { values, nulls } = self.inner.generate(indexes, frame);
        let Values::Texts(texts) = &values else { return Column { values, nulls } };
        let mut cased = Strings::with_capacity(texts.len());
        for text in texts.iter() {
            let text = String::from_utf8_lossy(text);
            let changed = match self.letter_case {
                LetterCase::Upper => text.to_uppercase(),
                LetterCase::Lower => text.to_lowercase(),
            };
            // No longer than before: some letters become two.
            let changed: String = changed.chars().take(text.chars().count()).collect();
            cased.push(changed.as_bytes());
        }
        Column { values: Values::Texts(cased), nulls }
    }

    fn reads(&self) -> Vec<usize> {
        self.inner.reads()
    }

    fn lanes(&self) -> Vec<usize> {
        self.inner.lanes()
    }
}

/// Numbers that are so many times a whole one, rounded down, and up where that is too little.
#[derive(Debug)]
pub struct Multiple {
    pub inner: Box<dyn Generator>,
    /// Above zero.
    pub of: i64,
    pub bounds: (f64, f64),
}

impl Multiple {
    fn of(&self, number: f64) -> f64 {
        let of = self.of as f64;
        let below = (number / of).floor() * of;
        if below >= self.bounds.0 { below } else { below + of }
    }
}

impl Generator for Multiple {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let Column { values, nulls } = self.inner.generate(indexes, frame);
        let values = match values {
            Values::Integers(it) => {
                Values::Integers(it.into_iter().map(|number| self.of(number as f64) as i64).collect())
            }
            Values::Decimals { unscaled, scale } => {
                let unit = 10_f64.powi(i32::try_from(scale).unwrap_or(0));
                let rounded = |number: i64| (self.of(number as f64 / unit) * unit).round() as i64;
                Values::Decimals { unscaled: unscaled.into_iter().map(rounded).collect(), scale }
            }
            Values::Floats(it) => Values::Floats(it.into_iter().map(|number| self.of(number)).collect()),
            other => other,
        };
        Column { values, nulls }
    }

    fn reads(&self) -> Vec<usize> {
        self.inner.reads()
    }

    fn lanes(&self) -> Vec<usize> {
        self.inner.lanes()
    }
}
