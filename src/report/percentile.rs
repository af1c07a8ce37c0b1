//! Percentiles by order statistics.

use super::Figure;
use bigdecimal::{BigDecimal, One as _, ToPrimitive as _, Zero as _};
use std::fmt;
use std::str::FromStr as _;

/// How many of a hundred: above 0, below 100, with as many digits as were written.
#[derive(Clone, Debug, PartialEq)]
pub struct Percent(BigDecimal);

/// Where among sorted values a percentile lies: between two ranks, counted from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    pub below: u64,
    pub above: u64,
    /// How far it is from the lower one to the upper one, from 0 to 1.
    fraction: BigDecimal,
}

impl Percent {
    pub fn median() -> Self {
        Self(BigDecimal::from(50))
    }

    pub fn parse(text: &str) -> Option<Self> {
        let number = BigDecimal::from_str(text.trim()).ok()?;
        let whole = BigDecimal::from(100);
        (number > BigDecimal::zero() && number < whole).then(|| Self(number.normalized()))
    }

    /// The position for which values on both sides are weighed: definition 7 of Hyndman and Fan (1996), that of `percentile_cont`, numpy
    /// and spreadsheets. `None` without values.
    pub fn between(&self, count: u64) -> Option<Position> {
        let last = count.checked_sub(1)?;
        let place = &self.0 * BigDecimal::from(last) / BigDecimal::from(100);
        let whole = place.to_u64()?;
        let fraction = place - BigDecimal::from(whole);
        let above = if fraction.is_zero() { whole } else { whole + 1 };
        Some(Position { below: whole + 1, above: above + 1, fraction })
    }

    /// The first rank that has this share of the values up to it, as `percentile_disc`: for values that have no middle. `None` without values.
    pub fn nearest(&self, count: u64) -> Option<Position> {
        let place = &self.0 * BigDecimal::from(count) / BigDecimal::from(100);
        let whole = place.to_u64()?;
        let rank = if place.is_integer() { whole } else { whole + 1 };
        let rank = rank.clamp(1, count.max(1));
        (count > 0).then(|| Position { below: rank, above: rank, fraction: BigDecimal::zero() })
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_plain_string())
    }
}

impl Position {
    /// The percentile, from the values at both ranks.
    pub fn weigh(&self, below: &Figure, above: &Figure) -> Figure {
        match (below, above) {
            (Figure::Number(low), Figure::Number(high)) => {
                let value = low * (BigDecimal::one() - &self.fraction) + high * &self.fraction;
                Figure::Number(value.normalized())
            }
            (Figure::Number(_) | Figure::Moment(_), _) => below.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(percent: &str, values: &[&str]) -> String {
        let position = Percent::parse(percent).unwrap().between(values.len() as u64).unwrap();
        let at = |rank: u64| Figure::number(values[rank as usize - 1]).unwrap();
        position.weigh(&at(position.below), &at(position.above)).to_string()
    }

    #[test]
    fn percentiles_are_those_of_numpy() {
        // numpy.percentile([1, 2, 3, 4], [25, 50, 90]) = [1.75, 2.5, 3.7]
        let values = ["1", "2", "3", "4"];
        assert_eq!([of("25", &values), of("50", &values), of("90", &values)], ["1.75", "2.5", "3.7"]);
        assert_eq!(of("99.9", &["7"]), "7");
        // Nothing is rounded on the way.
        assert_eq!(of("50", &["0.1", "0.2"]), "0.15");
        assert_eq!(of("50", &["100000000000000000001", "100000000000000000002"]), "100000000000000000001.5");
    }

    #[test]
    fn nearest_ranks_are_those_of_percentile_disc() {
        let rank = |percent: &str, count| Percent::parse(percent).unwrap().nearest(count).unwrap().below;
        assert_eq!([rank("50", 4), rank("50", 5), rank("99", 4), rank("0.1", 4)], [2, 3, 4, 1]);
        assert_eq!(Percent::median().nearest(0), None);
    }

    #[test]
    fn only_what_lies_between_is_a_percentile() {
        for wrong in ["0", "100", "-1", "NaN", "", "p99"] {
            assert_eq!(Percent::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Percent::parse(" 99.90 ").unwrap().to_string(), "99.9");
    }
}
