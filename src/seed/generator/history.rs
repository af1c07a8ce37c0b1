//! Slowly changing dimensions of type 2 (Kimball): one thing in several rows, each true from one moment to the next.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::civil::DAY;
use crate::seed::stream::Stream;

/// A column of a history. Index and lanes are those of [`Runs`](crate::seed::law::Runs): which thing, its how-manieth version, whether the last.
#[derive(Debug)]
pub struct History {
    pub part: HistoryPart,
    pub stream: Stream,
    pub entity: usize,
    pub version: usize,
    pub last: usize,
    /// When things begin, in days from 1970-01-01: the first day, and the day behind the last.
    pub first: i32,
    pub end: i32,
    pub is_date: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryPart {
    From,
    To,
    IsCurrent,
}

/// Days between two versions, at least and at most.
const GAP: (u64, u64) = (30, 400);

impl History {
    /// The first day of a version: gaps add up from where the thing began, so that versions never overlap.
    fn day(&self, entity: u64, version: u64) -> i32 {
        let span = u64::try_from(i64::from(self.end) - i64::from(self.first)).unwrap_or(0).max(1);
        let begin = self.first + self.stream.below(entity, span) as i32;
        let gaps = self.stream.named("gap");
        let days: u64 =
            (0..version).map(|at| GAP.0 + gaps.below(entity.wrapping_mul(64).wrapping_add(at), GAP.1 - GAP.0)).sum();
        begin.saturating_add(i32::try_from(days).unwrap_or(i32::MAX / 2))
    }

    fn moments(&self, frame: &Frame, count: usize, later: u64) -> Values {
        let (entities, versions) = (&frame.lanes[self.entity], &frame.lanes[self.version]);
        let days = (0..count).map(|row| self.day(entities[row], versions[row] + later));
        if self.is_date {
            Values::Dates(days.collect())
        } else {
            Values::Timestamps(days.map(|day| i64::from(day) * DAY).collect())
        }
    }
}

impl Generator for History {
    fn generate(&self, indexes: &[u64], frame: &Frame) -> Column {
        let last = &frame.lanes[self.last];
        match self.part {
            HistoryPart::From => full(self.moments(frame, indexes.len(), 0)),
            HistoryPart::To => Column {
                values: self.moments(frame, indexes.len(), 1),
                nulls: Some(last.iter().map(|last| *last == 1).collect()),
            },
            HistoryPart::IsCurrent => full(Values::Booleans(last.iter().map(|last| *last == 1).collect())),
        }
    }

    fn lanes(&self) -> Vec<usize> {
        vec![self.entity, self.version, self.last]
    }
}
