//! Files of SQL by hand have no fingerprints: their order, and what was applied of them, is known from their names and the ledger alone.

use super::candidate::Candidate;
use crate::app::AppError;
use crate::ledger::Record;

/// Refuses a file that was applied with other contents, that comes too late, or in front of which another one is missing or waits.
/// `folder` has the names of the files beside it. Plans are known by their fingerprints and need none of this.
pub(super) fn check(
    candidate: &Candidate,
    records: &[Record],
    folder: &[String],
    allow_out_of_order: bool,
) -> Result<(), AppError> {
    if candidate.script.header.is_some() {
        return Ok(());
    }
    let applied: Vec<&Record> =
        records.iter().filter(|record| record.operation == 0 && record.state.is_applied()).collect();
    refuse_edited(candidate, &applied, records)?;
    let is_applied = applied.iter().any(|record| record.plan == candidate.script.hash);
    let Some(number) = number(&candidate.file).filter(|_| !is_applied && !allow_out_of_order) else { return Ok(()) };
    refuse_late(candidate, number, &applied)?;
    refuse_gap(candidate, number, &applied, folder)
}

fn refuse_edited(candidate: &Candidate, applied: &[&Record], records: &[Record]) -> Result<(), AppError> {
    let of_file = |record: &&&Record| record.file == candidate.file && record.to.is_empty();
    let Some(before) = applied.iter().rev().find(of_file) else { return Ok(()) };
    if before.plan == candidate.script.hash {
        return Ok(());
    }
    let differing: Vec<String> = candidate
        .script
        .operations
        .iter()
        .enumerate()
        .filter_map(|(at, operation)| {
            let number = i64::try_from(at + 1).ok()?;
            let row = records.iter().find(|record| record.run == before.run && record.operation == number);
            match row {
                Some(row) if row.statement_hash == operation.hash() => None,
                Some(_) => Some(format!("statement {number} is another one: {}", operation.title)),
                None => Some(format!("statement {number} is new: {}", operation.title)),
            }
        })
        .collect();
    Err(refused(
        format!(
            "{} was applied as run {} with hash {}, and has hash {} now ({})",
            candidate.file,
            before.run,
            before.plan,
            candidate.script.hash,
            if differing.is_empty() { "statements are gone".to_owned() } else { differing.join("; ") }
        ),
        "put the file back as it was, and write what is new into a file of its own",
    ))
}

fn refuse_late(candidate: &Candidate, number: &str, applied: &[&Record]) -> Result<(), AppError> {
    let later = applied.iter().find(|record| self::number(&record.file).is_some_and(|other| is_before(number, other)));
    match later {
        None => Ok(()),
        Some(later) => Err(refused(
            format!(
                "{} (hash {}) comes before {} (hash {}), which was applied already as run {}",
                candidate.file, candidate.script.hash, later.file, later.plan, later.run
            ),
            "give the file a later number, or add --allow-out-of-order",
        )),
    }
}

/// A file in front that waits to be applied, or one that was applied and is not in the folder any more.
fn refuse_gap(candidate: &Candidate, number: &str, applied: &[&Record], folder: &[String]) -> Result<(), AppError> {
    let newest = applied.iter().filter_map(|record| self::number(&record.file)).max_by(|a, b| compare(a, b));
    let waits = folder.iter().find(|name| {
        self::number(name)
            .is_some_and(|other| is_before(other, number) && newest.is_none_or(|newest| is_before(newest, other)))
    });
    if let Some(name) = waits {
        return Err(refused(
            format!("{name} comes before {}, and was not applied", candidate.file),
            "apply that one first, or add --allow-out-of-order",
        ));
    }
    let missing = applied
        .iter()
        .find(|record| self::number(&record.file).is_some() && record.to.is_empty() && !folder.contains(&record.file));
    match missing {
        None => Ok(()),
        Some(record) => Err(refused(
            format!(
                "{} (hash {}), applied as run {}, is not in the folder of {}",
                record.file, record.plan, record.run, candidate.file
            ),
            "get the file back (is the checkout older than the database?), or add --allow-out-of-order",
        )),
    }
}

fn refused(reason: String, help: &str) -> AppError {
    AppError::Refused { reason, help: help.to_owned(), risks: Vec::new() }
}

/// The digits that a file of migrations starts with. Ways back are in nobody's order.
fn number(file: &str) -> Option<&str> {
    let digits = file.len() - file.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (digits > 0 && file.ends_with(".sql") && !file.ends_with(".down.sql"))
        .then(|| file[..digits].trim_start_matches('0'))
}

fn is_before(one: &str, other: &str) -> bool {
    compare(one, other).is_lt()
}

/// Numbers of any length, without leading zeros.
fn compare(one: &str, other: &str) -> std::cmp::Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Script;
    use crate::sql::Syntax;

    fn candidate(file: &str, sql: &str) -> Candidate {
        let script = Script::parse(sql, Syntax::Sqlite).unwrap();
        Candidate {
            script,
            file: file.into(),
            level: None,
            risks: Vec::new(),
            start: None,
            sidecar: None,
            command: "apply",
            notes: Vec::new(),
        }
    }

    fn applied(run: i64, file: &str, sql: &str) -> Vec<Record> {
        let script = candidate(file, sql).script;
        let plan = Record::for_tests(run, 0, file, &script.hash);
        let operations = script.operations.iter().enumerate().map(|(at, operation)| Record {
            statement_hash: operation.hash(),
            ..Record::for_tests(run, at as i64 + 1, file, &script.hash)
        });
        std::iter::once(plan.clone()).chain(operations).collect()
    }

    fn told(candidate: &Candidate, records: &[Record], folder: &[&str]) -> String {
        let folder: Vec<String> = folder.iter().map(|name| (*name).to_owned()).collect();
        check(candidate, records, &folder, false).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_next_file_is_let_through() {
        let records = applied(1, "0001_a.sql", "select 1");
        assert_eq!(told(&candidate("0002_b.sql", "select 2"), &records, &["0001_a.sql", "0002_b.sql"]), "");
        assert_eq!(told(&candidate("0001_a.sql", "select 1"), &records, &["0001_a.sql"]), "");
        assert_eq!(told(&candidate("row.sql", "select 3"), &records, &["0001_a.sql"]), "");
    }

    #[test]
    fn an_edited_file_is_named_with_both_hashes() {
        let records = applied(1, "0001_a.sql", "select 1; select 2");
        let edited = candidate("0001_a.sql", "select 1; select 3");
        let message = told(&edited, &records, &["0001_a.sql"]);
        assert!(message.contains("0001_a.sql was applied as run 1"), "{message}");
        assert!(message.contains(&records[0].plan) && message.contains(&edited.script.hash), "{message}");
        assert!(message.contains("statement 2 is another one") && !message.contains("statement 1"), "{message}");
    }

    #[test]
    fn one_that_comes_late_waits_or_is_missing_is_named() {
        let mut records = applied(1, "0002_b.sql", "select 2");
        let folder = ["0001_a.sql", "0002_b.sql", "0003_c.sql", "0010_d.sql"];
        assert!(told(&candidate("0001_a.sql", "select 1"), &records, &folder).contains("comes before 0002_b.sql"));
        assert!(told(&candidate("0010_d.sql", "select 4"), &records, &folder).contains("0003_c.sql comes before"));
        records.extend(applied(2, "0003_c.sql", "select 3"));
        assert_eq!(told(&candidate("0010_d.sql", "select 4"), &records, &folder), "");
        let gone = told(&candidate("0010_d.sql", "select 4"), &records, &["0002_b.sql", "0010_d.sql"]);
        assert!(gone.contains("0003_c.sql") && gone.contains("is not in the folder"), "{gone}");
        assert!(check(&candidate("0001_a.sql", "select 1"), &records, &[], true).is_ok());
    }
}
