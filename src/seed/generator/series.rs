//! Days of something that comes back: the payments of a loan, month by month.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::civil::DAY;
use crate::seed::stream::Stream;

/// Of each thing the days follow one another, so that no two rows of it share a day. Lanes: which thing, and its how-manieth row.
#[derive(Debug)]
pub struct Series {
    pub stream: Stream,
    pub group: usize,
    pub position: usize,
    /// When things begin, in days from 1970-01-01: the first day, and the day behind the last.
    pub first: i32,
    pub end: i32,
    /// Days from one row to the next.
    pub step: i32,
    pub is_date: bool,
}

impl Series {
    #[inline]
    fn day(&self, group: u64, position: u64) -> i32 {
        let span = u64::try_from(i64::from(self.end) - i64::from(self.first)).unwrap_or(0).max(1);
        let begin = self.first + self.stream.below(group, span) as i32;
        begin.wrapping_add((position as i32).wrapping_mul(self.step))
    }
}

impl Generator for Series {
    fn generate(&self, _: &[u64], frame: &Frame) -> Column {
        let rows = frame.lanes[self.group].iter().zip(&frame.lanes[self.position]);
        let days = rows.map(|(group, position)| self.day(*group, *position));
        full(if self.is_date {
            Values::Dates(days.collect())
        } else {
            Values::Timestamps(days.map(|day| i64::from(day) * DAY).collect())
        })
    }

    fn lanes(&self) -> Vec<usize> {
        vec![self.group, self.position]
    }
}
