//! Days and clock times, as numbers and as text, without a time zone.
//!
//! Days count from 1970-01-01 in the proleptic Gregorian calendar. The two conversions are Howard Hinnant's (chrono-Compatible Low-Level Date
//! Algorithms, 2013), which need no table and no loop.

/// Microseconds of a day.
pub const DAY: i64 = 86_400_000_000;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl Civil {
    pub const fn new(year: i32, month: u32, day: u32) -> Self {
        Self { year, month, day }
    }

    /// Days from 1970-01-01.
    pub const fn days(self) -> i32 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted_month = (self.month + 9) % 12;
        let day_of_year = ((153 * shifted_month + 2) / 5 + self.day - 1) as i32;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    #[inline]
    pub const fn from_days(days: i32) -> Self {
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u32;
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        Self { year, month, day }
    }
}

/// Monday is 0.
pub const fn weekday(days: i32) -> u32 {
    (days + 3).rem_euclid(7) as u32
}

/// `2026-01-31`; years beyond four digits as they are.
#[inline]
pub fn write_date(days: i32, out: &mut Vec<u8>) {
    let civil = Civil::from_days(days);
    if (0..=9_999).contains(&civil.year) {
        let year = civil.year as u32;
        let month = pair(civil.month);
        let day = pair(civil.day);
        let (century, rest) = (pair(year / 100), pair(year % 100));
        out.extend_from_slice(&[
            century[0], century[1], rest[0], rest[1], b'-', month[0], month[1], b'-', day[0], day[1],
        ]);
    } else {
        out.extend_from_slice(format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day).as_bytes());
    }
}

/// `13:05:09`, and `.000123` where there is a fraction.
#[inline]
pub fn write_time(microseconds: i64, out: &mut Vec<u8>) {
    let seconds = (microseconds / 1_000_000) as u32;
    let (hour, minute, second) = (pair(seconds / 3_600), pair(seconds / 60 % 60), pair(seconds % 60));
    out.extend_from_slice(&[hour[0], hour[1], b':', minute[0], minute[1], b':', second[0], second[1]]);
    let fraction = (microseconds % 1_000_000) as u32;
    if fraction != 0 {
        let (first, second, third) = (pair(fraction / 10_000), pair(fraction / 100 % 100), pair(fraction % 100));
        out.extend_from_slice(&[b'.', first[0], first[1], second[0], second[1], third[0], third[1]]);
    }
}

/// `2026-01-31 13:05:09`
#[inline]
pub fn write_timestamp(microseconds: i64, out: &mut Vec<u8>) {
    // Microseconds of 64 bits are 300,000 years: the days fit.
    write_date(microseconds.div_euclid(DAY) as i32, out);
    out.push(b' ');
    write_time(microseconds.rem_euclid(DAY), out);
}

/// The two digits of a number below 100.
#[inline]
fn pair(number: u32) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike as _, NaiveDate};

    #[test]
    fn agrees_with_chrono() {
        let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        for days in (-800_000..800_000).step_by(97) {
            let date = epoch + chrono::Duration::days(i64::from(days));
            let civil = Civil::from_days(days);
            assert_eq!(civil, Civil::new(date.year(), date.month(), date.day()));
            assert_eq!(civil.days(), days);
            assert_eq!(weekday(days), date.weekday().num_days_from_monday());
        }
    }

    #[test]
    fn writes_what_every_engine_reads() {
        let text = |write: fn(i64, &mut Vec<u8>), number| {
            let mut out = Vec::new();
            write(number, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(write_timestamp, 0), "1970-01-01 00:00:00");
        assert_eq!(text(write_timestamp, -1), "1969-12-31 23:59:59.999999");
        assert_eq!(text(write_time, 3_661_000_120), "01:01:01.000120");
        assert_eq!(text(write_timestamp, i64::from(Civil::new(2026, 2, 28).days()) * DAY), "2026-02-28 00:00:00");
    }
}
