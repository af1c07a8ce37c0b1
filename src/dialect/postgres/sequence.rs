//! What the options of a sequence come to where none are written.

use crate::model::{DataType, SequenceOptions};

/// Every option of a sequence with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Effective {
    pub start: i64,
    pub increment: i64,
    pub min: i64,
    pub max: i64,
    pub cache: i64,
    pub cycle: bool,
}

impl Effective {
    /// PostgreSQL's defaults by type and direction: CREATE SEQUENCE in its manual.
    pub(super) fn of(options: &SequenceOptions, data_type: &DataType) -> Self {
        let increment = options.increment.unwrap_or(1);
        let (lowest, highest) = bounds(data_type);
        let (min, max) = if increment > 0 { (1, highest) } else { (lowest, -1) };
        let (min, max) = (options.min.unwrap_or(min), options.max.unwrap_or(max));
        Self {
            start: options.start.unwrap_or(if increment > 0 { min } else { max }),
            increment,
            min,
            max,
            cache: options.cache.unwrap_or(1),
            cycle: options.cycle,
        }
    }

    /// The options without those that follow from the others.
    pub(super) fn without_defaults(self, data_type: &DataType) -> SequenceOptions {
        let direction = SequenceOptions { increment: Some(self.increment), ..SequenceOptions::default() };
        let usual = Self::of(&direction, data_type);
        let bounded = SequenceOptions {
            min: Some(self.min).filter(|min| *min != usual.min),
            max: Some(self.max).filter(|max| *max != usual.max),
            increment: Some(self.increment).filter(|increment| *increment != 1),
            ..SequenceOptions::default()
        };
        let usual = Self::of(&bounded, data_type);
        SequenceOptions {
            start: Some(self.start).filter(|start| *start != usual.start),
            cache: Some(self.cache).filter(|cache| *cache != 1),
            cycle: self.cycle,
            ..bounded
        }
    }
}

fn bounds(data_type: &DataType) -> (i64, i64) {
    match data_type {
        DataType::SmallInt => (i16::MIN.into(), i16::MAX.into()),
        DataType::Int => (i32::MIN.into(), i32::MAX.into()),
        _ => (i64::MIN, i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_that_follow_are_left_out() {
        let written = SequenceOptions {
            start: Some(1),
            increment: Some(1),
            min: Some(1),
            max: Some(2_147_483_647),
            cache: Some(1),
            cycle: false,
        };
        let plain = Effective::of(&written, &DataType::Int).without_defaults(&DataType::Int);
        assert_eq!(plain, SequenceOptions::default());
        let kept = Effective::of(&written, &DataType::BigInt).without_defaults(&DataType::BigInt);
        assert_eq!(kept, SequenceOptions { max: Some(2_147_483_647), ..SequenceOptions::default() });
        let descending = SequenceOptions { increment: Some(-1), ..SequenceOptions::default() };
        assert_eq!(Effective::of(&descending, &DataType::BigInt).start, -1);
    }
}
