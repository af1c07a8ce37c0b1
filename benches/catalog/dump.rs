//! Two dumps, compared entry by entry, whatever the order of the entries is.

use std::collections::BTreeMap;
use std::fmt;

/// An entry that one of the dumps has and the other has not, or has less often.
#[derive(Debug)]
pub struct Difference {
    entry: String,
    is_in_original: bool,
}

impl Difference {
    /// Whether it says who may do what.
    pub fn is_access(&self) -> bool {
        self.entry
            .lines()
            .next()
            .is_some_and(|line| line.contains("; Type: ACL;") || line.contains("; Type: DEFAULT ACL;"))
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.is_in_original { "original" } else { "copy" };
        write!(f, "only in the {place}: {}", self.entry)
    }
}

pub fn differences(original: &str, copy: &str) -> Vec<Difference> {
    let mut balance: BTreeMap<&str, i32> = BTreeMap::new();
    entries(original).for_each(|entry| *balance.entry(entry).or_default() += 1);
    entries(copy).for_each(|entry| *balance.entry(entry).or_default() -= 1);
    let uneven = balance.into_iter().filter(|(_, count)| *count != 0);
    uneven.map(|(entry, count)| Difference { entry: entry.to_owned(), is_in_original: count > 0 }).collect()
}

/// From the name in one comment to that in the next. The ledger is no part of the schema.
fn entries(dump: &str) -> impl Iterator<Item = &str> {
    let dump = dump.split(END).next().unwrap_or_default();
    let entries = dump.split("\n--\n-- Name: ").skip(1).map(str::trim_end);
    entries.filter(|entry| !entry.starts_with("db_assistant_"))
}

/// Behind the last entry.
const END: &str = "\n--\n-- PostgreSQL database dump complete";
