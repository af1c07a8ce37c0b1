//! Bins of time that begin where people expect it: on months, days, hours.

use chrono::{DateTime, Datelike as _, Months, NaiveDate};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// About as many bins as there are at most.
const BINS: i64 = 12;

/// Widths of bins shorter than a month, in seconds.
const SECONDS: [i64; 17] = [
    1,
    5,
    15,
    30,
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    5 * DAY,
    7 * DAY,
];

/// Widths of bins from a month on, in months.
const MONTHS: [u32; 11] = [1, 2, 3, 6, 12, 24, 60, 120, 300, 600, 1_200];

/// Bounds in seconds since 1970-01-01 and as they are shown, UTC. `None` where all moments are the same, or beyond the calendar.
pub(super) fn bounds(min: f64, max: f64) -> Option<Vec<(f64, String)>> {
    // Whole seconds of some thousands of years.
    let (first, last) = (min.floor() as i64, max.floor() as i64);
    let range = last.checked_sub(first).filter(|range| *range > 0)?;
    let starts = match SECONDS.iter().find(|width| range / **width < BINS) {
        Some(width) => even(first, last, *width),
        None => calendar(first, last)?,
    };
    let all_midnight = starts.iter().all(|start| start % DAY == 0);
    let form = if all_midnight { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" };
    starts
        .into_iter()
        .map(|start| Some((start as f64, DateTime::from_timestamp(start, 0)?.format(form).to_string())))
        .collect()
}

fn even(first: i64, last: i64, width: i64) -> Vec<i64> {
    let begin = first.div_euclid(width) * width;
    let count = (last - begin) / width + 1;
    (0..=count).map(|at| begin + at * width).collect()
}

fn calendar(first: i64, last: i64) -> Option<Vec<i64>> {
    let month = |seconds| {
        let day = DateTime::from_timestamp(seconds, 0)?;
        Some(i64::from(day.year()) * 12 + i64::from(day.month0()))
    };
    let (first, last) = (month(first)?, month(last)?);
    let largest = MONTHS[MONTHS.len() - 1];
    let width = MONTHS.into_iter().find(|width| (last - first) / i64::from(*width) < BINS).unwrap_or(largest);
    let begin = first.div_euclid(width.into()) * i64::from(width);
    let start = NaiveDate::from_ymd_opt(i32::try_from(begin.div_euclid(12)).ok()?, 1, 1)?
        .checked_add_months(Months::new(u32::try_from(begin.rem_euclid(12)).ok()?))?;
    let count = u32::try_from((last - begin) / i64::from(width) + 1).ok()?;
    (0..=count)
        .map(|at| {
            let day = start.checked_add_months(Months::new(at * width))?;
            Some(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(min: &str, max: &str) -> Vec<String> {
        let seconds = |text: &str| text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp() as f64;
        bounds(seconds(min), seconds(max)).unwrap().into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn bins_begin_on_months_days_and_hours() {
        let year = labels("2023-02-11T00:00:00Z", "2023-12-31T00:00:00Z");
        assert_eq!((year[0].as_str(), year.len(), year[11].as_str()), ("2023-02-01", 12, "2024-01-01"));
        let week = labels("2024-02-27T10:00:00Z", "2024-03-02T01:00:00Z");
        assert_eq!(week.first().map(String::as_str), Some("2024-02-27 00:00:00"));
        assert_eq!(labels("1969-12-31T23:59:58Z", "1970-01-01T00:00:01Z").len(), 5);
        let centuries = labels("1000-01-01T00:00:00Z", "2500-01-01T00:00:00Z");
        assert!(centuries.is_sorted() && centuries.len() > 5);
    }

    #[test]
    fn one_moment_has_no_bins() {
        assert_eq!(bounds(5.0, 5.0), None);
        assert_eq!(bounds(f64::NEG_INFINITY, f64::INFINITY), None);
    }
}
