//! The plan as a file: readable SQL with one header and a marker per operation.
//!
//! ```sql
//! -- dbx plan
//! -- tool: dbx 0.1.0
//! -- dialect: sqlite
//! -- from: 3f0c…            the schema it starts from
//! -- to: 9a41…              the schema it leads to
//! -- hash: 77d2…            of everything that runs
//!
//! -- dbx:operation 1 column:users.email
//! -- add column email to users
//! ALTER TABLE users ADD COLUMN email TEXT;
//! -- dbx:then
//! …
//! ```
//!
//! Statements are taken from between the markers, never guessed at. `-- dbx:operation` lines of operations that cannot run in a transaction end in ` alone`.
//! A line below such a line may say more about how the operation runs: `-- dbx:apart`, where a transaction begins with it, and
//! `-- dbx:batches {…}`, where its statement runs for so many rows at a time.

use super::marker;
use crate::dialect::DialectKind;
use crate::model::{Fingerprint, Operation, Pace, Plan, Statement};
use crate::sql::{LexError, Syntax, split_statements};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A plan file, read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub header: Option<Header>,
    pub operations: Vec<ScriptOperation>,
    /// SHA-256 over what runs; the identity of the plan.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub tool: String,
    pub dialect: DialectKind,
    pub from: Fingerprint,
    pub to: Fingerprint,
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptOperation {
    /// Address of the object, or `statement` in SQL written by hand.
    pub object: String,
    pub title: String,
    pub statements: Vec<Statement>,
    pub pace: Pace,
}

impl ScriptOperation {
    pub fn transactional(&self) -> bool {
        self.statements.iter().all(|statement| statement.transactional)
    }

    /// Whether it may share a transaction with the operation in front of it.
    pub fn goes_on(&self) -> bool {
        self.transactional() && self.pace == Pace::Together
    }

    /// SHA-256 over its statements, in hex.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        digest_statements(&mut hash, &self.statements);
        hex::encode(hash.finalize())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    #[error("the header has no `{0}:` line")]
    Missing(&'static str),
    #[error("the header names the dialect `{0}`, which dbx does not know")]
    Dialect(String),
    #[error("it was changed after it was planned: its header says {expected}, its statements say {found}")]
    Changed { expected: String, found: String },
    #[error("text stands in front of the first operation: `{0}`")]
    Stray(String),
    #[error("it cannot be taken apart: {0}")]
    Unreadable(#[from] LexError),
}

const FIRST_LINE: &str = "-- dbx plan";
const OPERATION: &str = "-- dbx:operation ";
const THEN: &str = "-- dbx:then";
const ALONE: &str = " alone";

impl Script {
    /// The file of a plan.
    pub fn of(plan: &Plan, dialect: DialectKind, tool: &str) -> Self {
        let operations: Vec<ScriptOperation> = plan.operations.iter().map(ScriptOperation::of).collect();
        let hash = plan_hash(dialect, &plan.from, &plan.to, &operations);
        let header =
            Header { tool: tool.to_owned(), dialect, from: plan.from.clone(), to: plan.to.clone(), hash: hash.clone() };
        Self { header: Some(header), operations, hash }
    }

    /// Reads a plan file, or SQL written by hand, which has no header and no fingerprints.
    pub fn parse(text: &str, syntax: Syntax) -> Result<Self, ScriptError> {
        let text = text.trim_start_matches('\u{feff}');
        if text.lines().next().map(str::trim_end) != Some(FIRST_LINE) {
            return parse_foreign(text, syntax);
        }
        match parse_plan(text) {
            // A checkout may have turned line breaks into CR LF; statements may hold some of their own.
            Err(ScriptError::Changed { .. }) if text.contains("\r\n") => parse_plan(&text.replace("\r\n", "\n")),
            parsed => parsed,
        }
    }

    /// The text of the file.
    pub fn to_sql(&self) -> String {
        self.to_sql_with_notes(&[])
    }

    /// The text of the file with remarks under the header.
    pub fn to_sql_with_notes(&self, notes: &[String]) -> String {
        let mut sql = String::new();
        if let Some(header) = &self.header {
            // Writing to a string cannot fail.
            let _ = write!(
                sql,
                "{FIRST_LINE}\n-- tool: {}\n-- dialect: {}\n-- from: {}\n-- to: {}\n-- hash: {}\n",
                header.tool, header.dialect, header.from, header.to, header.hash
            );
        }
        for note in notes {
            let _ = writeln!(sql, "-- note: {}", one_line(note));
        }
        for (at, operation) in self.operations.iter().enumerate() {
            let alone = if operation.transactional() { "" } else { ALONE };
            let _ = write!(sql, "\n{OPERATION}{} {}{alone}\n", at + 1, operation.object);
            if let Some(marker) = marker::line(&operation.pace) {
                let _ = writeln!(sql, "{marker}");
            }
            let _ = writeln!(sql, "-- {}", operation.title);
            for (position, statement) in operation.statements.iter().enumerate() {
                if position > 0 {
                    let _ = writeln!(sql, "{THEN}");
                }
                let _ = writeln!(sql, "{};", statement.sql);
            }
        }
        sql
    }
}

impl ScriptOperation {
    /// Whether nothing of it was read yet but its marker.
    fn is_bare(&self) -> bool {
        self.title.is_empty() && self.statements.iter().all(|statement| statement.sql.is_empty())
    }

    fn of(operation: &Operation) -> Self {
        Self {
            object: one_line(&operation.object.to_string()),
            title: one_line(&operation.title),
            statements: operation.statements.iter().map(as_written).collect(),
            pace: operation.pace.clone(),
        }
    }
}

/// As it comes back from the file: the closing semicolon and what is behind it belong to the file.
fn as_written(statement: &Statement) -> Statement {
    let trimmed = statement.sql.trim_end();
    Statement { sql: trimmed.strip_suffix(';').unwrap_or(trimmed).to_owned(), transactional: statement.transactional }
}

/// A name may hold anything; a comment line may not hold a line break.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c }).collect()
}

fn plan_hash(dialect: DialectKind, from: &Fingerprint, to: &Fingerprint, operations: &[ScriptOperation]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("dbx-plan-1\n{dialect}\n{from}\n{to}\n"));
    for operation in operations {
        hash.update(format!("operation {}\n", operation.object));
        if let Some(marker) = marker::line(&operation.pace) {
            hash.update(format!("{marker}\n"));
        }
        digest_statements(&mut hash, &operation.statements);
    }
    hex::encode(hash.finalize())
}

fn digest_statements(hash: &mut Sha256, statements: &[Statement]) {
    for statement in statements {
        // The length in front keeps two statements from hashing like one.
        hash.update(format!("{} {}\n", statement.sql.len(), statement.transactional));
        hash.update(&statement.sql);
        hash.update("\n");
    }
}

fn parse_plan(text: &str) -> Result<Script, ScriptError> {
    let body_start = text.find("\n-- dbx:operation ").map_or(text.len(), |at| at + 1);
    let (head, body) = text.split_at(body_start);
    let header = parse_header(head)?;
    let mut operations: Vec<ScriptOperation> = Vec::new();
    for line in body.split('\n') {
        if let Some(marker) = line.trim_end_matches('\r').strip_prefix(OPERATION) {
            operations.push(start_operation(marker));
            continue;
        }
        // Every body starts with an operation line.
        let Some(operation) = operations.last_mut() else { continue };
        if let Some(pace) = marker::read(line.trim_end_matches('\r'))
            && operation.is_bare()
        {
            operation.pace = pace;
        } else if line.trim_end_matches('\r') == THEN {
            let alone = operation.statements.first().is_some_and(|statement| !statement.transactional);
            operation.statements.push(Statement { sql: String::new(), transactional: !alone });
        } else if let Some(statement) = operation.statements.last_mut() {
            statement.sql.push_str(line);
            statement.sql.push('\n');
        }
    }
    operations.iter_mut().for_each(finish_operation);
    let hash = plan_hash(header.dialect, &header.from, &header.to, &operations);
    if hash != header.hash {
        return Err(ScriptError::Changed { expected: header.hash, found: hash });
    }
    Ok(Script { header: Some(header), operations, hash })
}

fn start_operation(marker: &str) -> ScriptOperation {
    let (marker, transactional) = match marker.strip_suffix(ALONE) {
        Some(marker) => (marker, false),
        None => (marker, true),
    };
    let object = marker.split_once(' ').map_or(marker, |(_, object)| object).to_owned();
    ScriptOperation {
        object,
        title: String::new(),
        statements: vec![Statement { sql: String::new(), transactional }],
        pace: Pace::Together,
    }
}

/// Takes the title off the first statement and the semicolon off each.
fn finish_operation(operation: &mut ScriptOperation) {
    if let Some(first) = operation.statements.first_mut()
        && let Some((title, rest)) = first.sql.split_once('\n')
        && let Some(title) = title.strip_prefix("-- ")
    {
        operation.title = title.to_owned();
        first.sql = rest.to_owned();
    }
    for statement in &mut operation.statements {
        let trimmed = statement.sql.trim_end();
        statement.sql = trimmed.strip_suffix(';').unwrap_or(trimmed).to_owned();
    }
    operation.statements.retain(|statement| !statement.sql.is_empty());
}

fn parse_header(head: &str) -> Result<Header, ScriptError> {
    if let Some(stray) = head.lines().find(|line| !line.trim().is_empty() && !line.starts_with("-- ")) {
        return Err(ScriptError::Stray(stray.to_owned()));
    }
    let value = |key: &'static str| {
        let prefix = format!("-- {key}: ");
        head.lines()
            .find_map(|line| line.strip_prefix(&prefix))
            .map(|value| value.trim().to_owned())
            .ok_or(ScriptError::Missing(key))
    };
    let dialect = value("dialect")?;
    Ok(Header {
        tool: value("tool")?,
        dialect: DialectKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == dialect)
            .ok_or(ScriptError::Dialect(dialect))?,
        from: value("from")?.into(),
        to: value("to")?.into(),
        hash: value("hash")?,
    })
}

fn parse_foreign(text: &str, syntax: Syntax) -> Result<Script, ScriptError> {
    let operations: Vec<ScriptOperation> = split_statements(syntax, text)?
        .into_iter()
        .map(|piece| ScriptOperation {
            object: "statement".into(),
            title: one_line(&piece.text.chars().take(60).collect::<String>()),
            statements: vec![Statement::new(piece.text)],
            pace: Pace::Together,
        })
        .collect();
    let mut hash = Sha256::new();
    operations.iter().for_each(|operation| digest_statements(&mut hash, &operation.statements));
    Ok(Script { header: None, operations, hash: hex::encode(hash.finalize()) })
}

/// The object of an operation whose SQL holds a line that looks like a marker, and so would be read back as something else.
pub fn forged_marker(plan: &Plan) -> Option<String> {
    let forged = |sql: &str| sql.lines().any(|line| line.starts_with("-- dbx:"));
    plan.operations
        .iter()
        .find(|operation| operation.statements.iter().any(|statement| forged(&statement.sql)))
        .map(|operation| operation.object.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script() -> Script {
        let operations = vec![
            ScriptOperation {
                object: "table:a".into(),
                title: "create table a".into(),
                statements: vec![
                    Statement::new("CREATE TABLE a (\n    b TEXT DEFAULT ';'\n)"),
                    Statement::new("COMMENT x"),
                ],
                pace: Pace::Apart,
            },
            ScriptOperation {
                object: "enum:e".into(),
                title: "add value".into(),
                statements: vec![Statement::outside_transaction("ALTER TYPE e ADD VALUE 'x'")],
                pace: Pace::Together,
            },
        ];
        let (from, to) = (Fingerprint::from("f".to_owned()), Fingerprint::from("t".to_owned()));
        let hash = plan_hash(DialectKind::Postgres, &from, &to, &operations);
        let header = Header { tool: "dbx 0".into(), dialect: DialectKind::Postgres, from, to, hash: hash.clone() };
        Script { header: Some(header), operations, hash }
    }

    #[test]
    fn reads_what_it_writes() {
        let script = script();
        assert_eq!(Script::parse(&script.to_sql(), Syntax::Postgres), Ok(script.clone()));
        assert_eq!(Script::parse(&script.to_sql().replace('\n', "\r\n"), Syntax::Postgres), Ok(script));
    }

    #[test]
    fn one_changed_byte_is_noticed() {
        let sql = script().to_sql();
        let changed = sql.replace("TEXT", "TEXY");
        assert!(matches!(Script::parse(&changed, Syntax::Postgres), Err(ScriptError::Changed { .. })));
        for marker in [" alone", "-- dbx:apart\n"] {
            let without = sql.replace(marker, "");
            assert!(matches!(Script::parse(&without, Syntax::Postgres), Err(ScriptError::Changed { .. })), "{marker}");
        }
    }

    #[test]
    fn sql_by_hand_is_split() {
        let script = Script::parse("create table a (b int); -- x\nselect ';';", Syntax::Sqlite).unwrap();
        assert_eq!(script.header, None);
        assert_eq!(script.operations.len(), 2);
    }
}
