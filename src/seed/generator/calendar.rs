//! What a calendar says of a day: the columns of a date dimension.

use super::{Column, Frame, Generator, Values, full};
use crate::seed::batch::Strings;
use crate::seed::civil::{Civil, DAY, weekday};
use crate::seed::shape::Shape;

/// A part of the day in another column.
#[derive(Debug)]
pub struct Calendar {
    /// The column of days or moments.
    pub column: usize,
    pub part: CalendarPart,
    /// What the column holds it as.
    pub shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarPart {
    /// 20260131
    Key,
    Year,
    Quarter,
    Month,
    MonthName,
    /// ISO 8601: the week with the year's first Thursday is the first.
    Week,
    Day,
    DayOfYear,
    /// 1 is Monday.
    DayOfWeek,
    DayName,
    IsWeekend,
    /// 2026-01
    YearMonth,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl CalendarPart {
    /// The part a column of a date dimension holds, by its name in words.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = name.trim_start_matches("calendar_").trim_start_matches("date_").trim_start_matches("fiscal_");
        Some(match name {
            "year" | "year_number" | "yr" => Self::Year,
            "quarter" | "quarter_number" | "qtr" | "quarter_of_year" => Self::Quarter,
            "month" | "month_number" | "month_num" | "month_of_year" => Self::Month,
            "month_name" | "monthname" => Self::MonthName,
            "week" | "week_number" | "week_of_year" | "iso_week" => Self::Week,
            "day" | "day_of_month" | "day_number" | "day_num" => Self::Day,
            "day_of_year" => Self::DayOfYear,
            "day_of_week" | "weekday" | "weekday_number" | "dow" => Self::DayOfWeek,
            "day_name" | "weekday_name" | "day_of_week_name" => Self::DayName,
            "is_weekend" | "weekend" | "weekend_flag" => Self::IsWeekend,
            "year_month" | "month_key" => Self::YearMonth,
            _ => return None,
        })
    }

    fn number(self, days: i32) -> i64 {
        let civil = Civil::from_days(days);
        match self {
            Self::Key => i64::from(civil.year) * 10_000 + i64::from(civil.month * 100 + civil.day),
            Self::Year => civil.year.into(),
            Self::Quarter => ((civil.month - 1) / 3 + 1).into(),
            Self::Month | Self::MonthName => civil.month.into(),
            Self::Week => iso_week(days),
            Self::Day => civil.day.into(),
            Self::DayOfYear => (days - Civil::new(civil.year, 1, 1).days() + 1).into(),
            Self::DayOfWeek | Self::DayName => (weekday(days) + 1).into(),
            Self::IsWeekend => (weekday(days) >= 5).into(),
            Self::YearMonth => i64::from(civil.year) * 100 + i64::from(civil.month),
        }
    }

    fn text(self, days: i32) -> String {
        match self {
            Self::MonthName => MONTHS[self.number(days) as usize - 1].to_owned(),
            Self::DayName => DAYS[self.number(days) as usize - 1].to_owned(),
            Self::Quarter => format!("Q{}", self.number(days)),
            Self::YearMonth => format!("{}-{:02}", self.number(days) / 100, self.number(days) % 100),
            Self::IsWeekend => if self.number(days) == 1 { "Y" } else { "N" }.to_owned(),
            Self::Key | Self::Year | Self::Month | Self::Week | Self::Day | Self::DayOfYear | Self::DayOfWeek => {
                self.number(days).to_string()
            }
        }
    }
}

fn iso_week(days: i32) -> i64 {
    let thursday = days - weekday(days) as i32 + 3;
    let first = Civil::new(Civil::from_days(thursday).year, 1, 1).days();
    i64::from((thursday - first) / 7 + 1)
}

impl Generator for Calendar {
    fn generate(&self, _: &[u64], frame: &Frame) -> Column {
        let days: Vec<i32> = match &frame.column(self.column).values {
            Values::Dates(days) => days.clone(),
            Values::Timestamps(moments) => moments.iter().map(|moment| moment.div_euclid(DAY) as i32).collect(),
            // Compiled for columns of days and moments only.
            _ => Vec::new(),
        };
        full(match &self.shape {
            Shape::Boolean => Values::Booleans(days.iter().map(|day| self.part.number(*day) == 1).collect()),
            Shape::Text { longest, .. } => {
                let mut texts = Strings::with_capacity(days.len());
                let longest = longest.map_or(usize::MAX, |longest| longest as usize);
                for day in &days {
                    let text = self.part.text(*day);
                    texts.push(&text.as_bytes()[..text.len().min(longest)]);
                }
                Values::Texts(texts)
            }
            Shape::Decimal { scale, .. } => {
                let unit = 10_i64.pow(*scale);
                Values::Decimals {
                    unscaled: days.iter().map(|day| self.part.number(*day) * unit).collect(),
                    scale: *scale,
                }
            }
            _ => Values::Integers(days.iter().map(|day| self.part.number(*day)).collect()),
        })
    }

    fn reads(&self) -> Vec<usize> {
        vec![self.column]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_days() {
        let day = Civil::new(2021, 1, 3).days();
        let numbers: Vec<i64> = [CalendarPart::Key, CalendarPart::Week, CalendarPart::DayOfWeek, CalendarPart::Quarter]
            .map(|part| part.number(day))
            .to_vec();
        assert_eq!(numbers, [20_210_103, 53, 7, 1]);
        assert_eq!(CalendarPart::DayName.text(day), "Sunday");
        assert_eq!(CalendarPart::of_name("Month_Name"), Some(CalendarPart::MonthName));
    }
}
