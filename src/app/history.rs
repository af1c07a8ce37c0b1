//! What of the ledger is in force: migrations that were applied and not taken back since.

use crate::ledger::Record;

/// A migration that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Migration {
    pub run: i64,
    pub file: String,
    /// Hash of the plan.
    pub plan: String,
    /// Fingerprints of start and end; empty for SQL written by hand.
    pub from: String,
    pub to: String,
}

/// In the order in which they were applied.
pub(super) fn in_force(records: &[Record]) -> Vec<Migration> {
    let mut plans: Vec<&Record> =
        records.iter().filter(|record| record.operation == 0 && record.state.is_applied()).collect();
    plans.sort_by_key(|record| record.run);
    let mut stack: Vec<Migration> = Vec::new();
    for record in plans {
        match stack.last() {
            Some(last) if is_way_back(record, last) => drop(stack.pop()),
            _ => stack.push(Migration::of(record)),
        }
    }
    stack
}

/// `x.sql` → `x.down.sql`
pub(super) fn down_name(file: &str) -> String {
    format!("{}.down.sql", file.strip_suffix(".sql").unwrap_or(file))
}

/// By where it leads; SQL written by hand says so by its name alone.
fn is_way_back(record: &Record, of: &Migration) -> bool {
    let leads_back = !record.from.is_empty() && record.from == of.to && record.to == of.from;
    leads_back || record.file == down_name(&of.file)
}

impl Migration {
    fn of(record: &Record) -> Self {
        Self {
            run: record.run,
            file: record.file.clone(),
            plan: record.plan.clone(),
            from: record.from.clone(),
            to: record.to.clone(),
        }
    }

    /// Whether a user's word names it: the number of its run, its file, or how its file begins.
    pub fn is_called(&self, name: &str) -> bool {
        self.run.to_string() == name || self.file == name || (name.len() >= 8 && self.file.starts_with(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::State;

    fn record(run: i64, file: &str, from: &str, to: &str) -> Record {
        Record {
            run,
            operation: 0,
            plan: format!("{from}{to}"),
            file: file.into(),
            object: String::new(),
            statement_hash: String::new(),
            state: State::Done,
            started_at: "t".into(),
            finished_at: None,
            error: None,
            tool: "dbx 0".into(),
            from: from.into(),
            to: to.into(),
            resumes: None,
            statements_done: None,
            affected: None,
            before: None,
            after: None,
            seal: None,
        }
    }

    fn files(records: &[Record]) -> Vec<String> {
        in_force(records).into_iter().map(|migration| migration.file).collect()
    }

    #[test]
    fn what_was_taken_back_is_not_in_force_until_it_is_applied_again() {
        let (a, b) = (record(1, "a.sql", "0", "1"), record(2, "b.sql", "1", "2"));
        let back = record(3, "b.down.sql", "2", "1");
        assert_eq!(files(&[a.clone(), b.clone()]), ["a.sql", "b.sql"]);
        assert_eq!(files(&[a.clone(), b.clone(), back.clone()]), ["a.sql"]);
        assert_eq!(files(&[a.clone(), b, back, record(4, "b.sql", "1", "2")]), ["a.sql", "b.sql"]);
        let failed = Record { state: State::Failed, ..record(2, "b.sql", "1", "2") };
        assert_eq!(files(&[a, failed]), ["a.sql"]);
    }

    #[test]
    fn sql_by_hand_is_taken_back_by_its_name() {
        let (x, y) = (record(1, "x.sql", "", ""), record(2, "y.sql", "", ""));
        assert_eq!(files(&[x.clone(), y.clone()]), ["x.sql", "y.sql"]);
        assert_eq!(files(&[x, y, record(3, "y.down.sql", "", "")]), ["x.sql"]);
    }
}
