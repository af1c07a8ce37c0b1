//! How far work on rows is: how many there are, how fast they come, and how long the others will take. Pure, so that no clock is in the way of a test.

use indicatif::HumanCount;
use std::time::Duration;

/// Rows of several tables, and those of them that are done.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    tables: Vec<TableTally>,
    /// The place of the table whose rows came last.
    current: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
struct TableTally {
    name: String,
    /// `None` where nobody has said how many there will be.
    total: Option<u64>,
    done: u64,
    /// From the start of the whole work to the first and to the last rows of this table.
    began: Duration,
    last: Duration,
}

impl TableTally {
    fn is_done(&self) -> bool {
        self.total.is_some_and(|total| self.done >= total)
    }
}

impl Tally {
    /// Work on these tables begins, each with its number of rows.
    pub fn of(tables: &[(String, u64)]) -> Self {
        let table = |(name, total): &(String, u64)| TableTally {
            name: name.clone(),
            total: Some(*total),
            done: 0,
            began: Duration::ZERO,
            last: Duration::ZERO,
        };
        Self { tables: tables.iter().map(table).collect(), current: None }
    }

    /// How many rows there will be; `None` where that is not known of every table.
    pub fn total(&self) -> Option<u64> {
        self.tables.iter().map(|table| table.total).sum()
    }

    pub fn done(&self) -> u64 {
        self.tables.iter().map(|table| table.done).sum()
    }

    /// So many rows more of a table are done, so long after the start. A table that nobody spoke of joins the others.
    pub fn add(&mut self, name: &str, rows: u64, now: Duration) {
        let before = self.current.map_or(Duration::ZERO, |at| self.tables[at].last);
        let at = self.tables.iter().position(|table| table.name == name).unwrap_or_else(|| {
            let (began, last) = (before, before);
            self.tables.push(TableTally { name: name.to_owned(), total: None, done: 0, began, last });
            self.tables.len() - 1
        });
        let table = &mut self.tables[at];
        if table.done == 0 {
            // Its first rows took the time since the last ones of another.
            table.began = before;
        }
        table.done += rows;
        table.last = now;
        self.current = Some(at);
    }

    /// `1,200 of 5,000 rows, 600 a second, 6 s left`
    pub fn told(&self, now: Duration) -> String {
        format!("{} rows{}", amount(self.done(), self.total()), speed(self.done(), self.total(), now))
    }

    /// The table whose turn it is, in the same words, and how many are done: `2 of 3 tables done; payments: 200 of 1,000, 400 a second, 2 s left`.
    pub fn told_of_table(&self, now: Duration) -> String {
        let finished = self.tables.iter().filter(|table| table.is_done()).count();
        let tables = format!("{finished} of {} tables done", self.tables.len());
        let Some(table) = self.current.map(|at| &self.tables[at]).filter(|table| !table.is_done()) else {
            return tables;
        };
        let elapsed = now.saturating_sub(table.began);
        let speed = speed(table.done, table.total, elapsed);
        format!("{tables}; {}: {}{speed}", table.name, amount(table.done, table.total))
    }
}

fn amount(done: u64, total: Option<u64>) -> String {
    match total {
        Some(total) => format!("{} of {}", HumanCount(done), HumanCount(total)),
        None => HumanCount(done).to_string(),
    }
}

/// Rows a second on average; nothing before the first row or without time.
fn rate(done: u64, elapsed: Duration) -> Option<f64> {
    let seconds = elapsed.as_secs_f64();
    (done > 0 && seconds > 0.0).then(|| done as f64 / seconds)
}

/// How long the other rows take at the rate so far.
fn left(done: u64, total: Option<u64>, elapsed: Duration) -> Option<Duration> {
    let missing = total?.saturating_sub(done);
    Duration::try_from_secs_f64(missing as f64 / rate(done, elapsed)?).ok()
}

fn speed(done: u64, total: Option<u64>, elapsed: Duration) -> String {
    let Some(rate) = rate(done, elapsed) else { return String::new() };
    let left = left(done, total, elapsed).filter(|left| !left.is_zero());
    let left = left.map_or_else(String::new, |left| format!(", {} left", in_words(left)));
    format!(", {} a second{left}", HumanCount(rate.round() as u64))
}

/// To the second below an hour, to the minute above.
fn in_words(time: Duration) -> String {
    // Begun seconds count: what is left is never nothing.
    let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn after(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn two_tables() -> Tally {
        Tally::of(&[("customers".into(), 1_000), ("orders".into(), 9_000)])
    }

    #[test]
    fn rates_and_times_are_those_of_the_rows_so_far() {
        let mut tally = two_tables();
        assert_eq!(tally.told(after(0)), "0 of 10,000 rows");
        assert_eq!(tally.told(after(3)), "0 of 10,000 rows", "no rate before the first row");
        tally.add("customers", 500, after(1));
        assert_eq!(tally.told(after(1)), "500 of 10,000 rows, 500 a second, 19 s left");
        assert_eq!(tally.told(after(10)), "500 of 10,000 rows, 50 a second, 3 min 10 s left", "waiting counts");
    }

    #[test]
    fn each_table_has_a_rate_of_its_own() {
        let mut tally = two_tables();
        assert_eq!(tally.told_of_table(after(0)), "0 of 2 tables done");
        tally.add("customers", 500, after(1));
        assert_eq!(
            tally.told_of_table(after(1)),
            "0 of 2 tables done; customers: 500 of 1,000, 500 a second, 1 s left"
        );
        tally.add("customers", 500, after(2));
        assert_eq!(tally.told_of_table(after(2)), "1 of 2 tables done");
        // Ten seconds for a thousand: twelve behind the start, two of which were for the other table.
        tally.add("orders", 1_000, after(12));
        assert_eq!(
            tally.told_of_table(after(12)),
            "1 of 2 tables done; orders: 1,000 of 9,000, 100 a second, 1 min 20 s left"
        );
        tally.add("orders", 8_000, after(20));
        assert_eq!(tally.told_of_table(after(20)), "2 of 2 tables done");
        assert_eq!(tally.told(after(20)), "10,000 of 10,000 rows, 500 a second");
    }

    #[test]
    fn without_a_total_nothing_is_said_to_be_left() {
        let mut tally = two_tables();
        tally.add("audit", 50, after(5));
        assert_eq!((tally.total(), tally.done()), (None, 50));
        assert_eq!(tally.told(after(5)), "50 rows, 10 a second");
        assert_eq!(tally.told_of_table(after(5)), "0 of 3 tables done; audit: 50, 10 a second");
    }

    #[test]
    fn tables_that_fill_together_are_told_apart() {
        let mut tally = two_tables();
        tally.add("customers", 10, after(1));
        tally.add("orders", 90, after(2));
        tally.add("customers", 10, after(4));
        let customers = "0 of 2 tables done; customers: 20 of 1,000, 5 a second, 3 min 16 s left";
        assert_eq!(tally.told_of_table(after(4)), customers);
        assert_eq!(Tally::of(&[("none".into(), 0)]).told_of_table(after(1)), "1 of 1 tables done");
    }

    #[test]
    fn times_are_short() {
        assert_eq!(in_words(Duration::from_millis(200)), "1 s");
        assert_eq!(in_words(after(59)), "59 s");
        assert_eq!(in_words(after(61)), "1 min 1 s");
        assert_eq!(in_words(after(3 * 3_600 + 61)), "3 h 1 min");
    }
}
