//! SQL from outside, judged and then read: the one way by which a question reaches a database.

use super::source::Target;
use super::{AppError, Context};
use crate::dialect::{self, DialectKind};
use crate::driver::{self, Answer, Cap, ErrorKind, Limits, Reader, Server};
use crate::guard::{self, Kind, MentionKind, Reading, Reason, Refusal};
use crate::model::Rows;
use crate::sql::Syntax;
use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;

/// Most rows that are given where nothing else is set.
const MOST_ROWS: usize = 1_000;

/// Most work that a question may cost where nothing else is set: reads of a page in PostgreSQL, rows looked at in MySQL and MariaDB. A
/// server of today takes a minute or so for either.
const MOST_COST: f64 = 10_000_000.0;

/// Most views and functions that one statement may draw in.
const MOST_DEPENDENCIES: usize = 200;

/// A database that answers questions, and nothing else.
pub struct GuardedReader {
    reader: Box<dyn Reader>,
    syntax: Syntax,
    limits: Limits,
    most_rows: usize,
    most_cost: f64,
}

/// A statement that may run.
#[derive(Clone, Debug, PartialEq)]
pub struct Passed {
    pub kind: Kind,
    /// What it reads and calls by name, in order.
    pub tables: Vec<String>,
    pub functions: Vec<String>,
    /// What the engine expects it to cost, where it says.
    pub cost: Option<f64>,
    pub notes: Vec<String>,
}

/// A statement that ran.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    pub passed: Passed,
    pub rows: Rows,
    /// What cut the rows short, if anything did.
    pub capped: Option<Cap>,
}

/// Why a statement does not pass: the guard's word, or that it could not be asked.
enum Stop {
    Refused(Refusal),
    Failed(AppError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl GuardedReader {
    /// Connects by `reader_url` of the environment where it has one.
    pub async fn open(context: &Context, target: &Target) -> Result<Self, AppError> {
        let database = context.needed_database(target)?;
        let url = context.reader_url(target)?.unwrap_or(database.url);
        let reader = driver::connect_reader(&url)
            .await
            .map_err(|error| AppError::Connect { url: url.to_string(), source: Box::new(error) })?;
        let settings = &database.settings;
        let usual = Limits::default();
        Ok(Self {
            syntax: dialect::of(reader.kind()).capabilities().syntax,
            reader,
            limits: Limits { timeout: settings.query_timeout.map_or(usual.timeout, Duration::from_secs), ..usual },
            most_rows: settings.query_rows.unwrap_or(MOST_ROWS),
            most_cost: settings.query_cost.unwrap_or(MOST_COST),
        })
    }

    pub fn kind(&self) -> DialectKind {
        self.reader.kind()
    }

    pub fn server(&self) -> &Server {
        self.reader.server()
    }

    /// Judges a statement by its text, by what the names in it stand for here, and by what it would cost. Nothing of it runs.
    pub async fn check(&mut self, sql: &str) -> Result<Result<Passed, Refusal>, AppError> {
        match self.judge(sql).await {
            Ok(passed) => Ok(Ok(passed)),
            Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    /// Judges a statement and runs it if it passes. `rows` is how many are wanted; 100 where nothing is said.
    pub async fn run(&mut self, sql: &str, rows: Option<usize>) -> Result<Result<Answered, Refusal>, AppError> {
        let passed = match self.check(sql).await? {
            Ok(passed) => passed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let limits = Limits { rows: rows.unwrap_or(self.limits.rows).min(self.most_rows), ..self.limits };
        let answer = self.reader.read(sql, passed.kind, &limits).await?;
        Ok(Ok(Answered { passed, rows: answer.rows, capped: answer.capped }))
    }

    /// Runs a statement that dbx wrote over a table that somebody named. It is judged as any other, since the table may be more than rows; what it
    /// costs is bounded by its time alone.
    pub(super) async fn measure(&mut self, sql: &str, limits: &Limits) -> Result<Result<Answer, Refusal>, AppError> {
        let kind = match self.judge_names(sql).await {
            Ok(reading) => reading.kind,
            Err(Stop::Refused(refusal)) => return Ok(Err(refusal)),
            Err(Stop::Failed(error)) => return Err(error),
        };
        Ok(Ok(self.reader.read(sql, kind, limits).await?))
    }

    /// Rows of a query of dbx's own, which needs no judge. What it may do is bounded all the same.
    pub(super) async fn sample(&mut self, sql: &str, rows: usize) -> Result<Rows, AppError> {
        let limits = Limits { rows, ..self.limits };
        Ok(self.reader.read(sql, Kind::Query, &limits).await?.rows)
    }

    async fn judge(&mut self, sql: &str) -> Result<Passed, Stop> {
        let reading = self.judge_names(sql).await?;
        let (cost, notes) = self.estimate(sql, reading.kind).await?;
        Ok(Passed {
            kind: reading.kind,
            tables: names(&reading, MentionKind::Relation),
            functions: names(&reading, MentionKind::Function),
            cost,
            notes,
        })
    }

    /// The statement, and every view, function and policy that runs along with it.
    async fn judge_names(&mut self, sql: &str) -> Result<Reading, Stop> {
        let reading = guard::read(self.syntax, sql)?;
        let mut pending = self.dependencies(&reading, None).await?;
        let mut seen = BTreeSet::new();
        while let Some(Pending { title, sql, place }) = pending.pop() {
            if !seen.insert(sql.clone()) {
                continue;
            }
            if seen.len() > MOST_DEPENDENCIES {
                let message = format!("it draws in more than {MOST_DEPENDENCIES} views and functions");
                return Err(Refusal::new(Reason::TooLarge, message).into());
            }
            let inside = |refusal: Refusal| within(&title, &place, refusal);
            let inner = guard::read(self.syntax, &sql).map_err(inside)?;
            let further = self.dependencies(&inner, Some(&place)).await.map_err(|stop| match stop {
                Stop::Refused(refusal) => Stop::Refused(inside(refusal)),
                Stop::Failed(error) => Stop::Failed(error),
            })?;
            pending.extend(further);
        }
        Ok(reading)
    }

    /// `place` is where the statement mentions what is looked at, if that is not the statement itself.
    async fn dependencies(&mut self, reading: &Reading, place: Option<&Range<usize>>) -> Result<Vec<Pending>, Stop> {
        let catalog = self.reader.look_up(&reading.mentions).await.map_err(|error| Stop::Failed(error.into()))?;
        let found = guard::judge(self.syntax, reading, Some(&catalog))?.into_iter();
        Ok(found
            .map(|it| Pending { title: it.title, sql: it.sql, place: place.cloned().unwrap_or(it.place) })
            .collect())
    }

    /// What the engine says to the statement before it runs it.
    async fn estimate(&mut self, sql: &str, kind: Kind) -> Result<(Option<f64>, Vec<String>), Stop> {
        match self.reader.estimate(sql, kind, &self.limits).await {
            Ok(Some(cost)) if cost > self.most_cost => {
                let message = format!("it would cost {cost:.0}, and {:.0} is the most", self.most_cost);
                let refusal = Refusal::new(Reason::TooLarge, message);
                Err(refusal.help("add a condition or a join condition, or raise `query_cost` in dbx.toml").into())
            }
            Ok(cost) => Ok((cost, Vec::new())),
            Err(error) => match error.kind {
                ErrorKind::Permission | ErrorKind::ReadOnly => {
                    Err(Refusal::new(Reason::Statement, format!("the engine refuses it: {error}")).into())
                }
                ErrorKind::Connection => Err(Stop::Failed(error.into())),
                // Whether it makes sense is not the guard's question: the engine will say so again when it runs.
                ErrorKind::LockTimeout
                | ErrorKind::Deadlock
                | ErrorKind::NotFound
                | ErrorKind::StatementTimeout
                | ErrorKind::NotLocked
                | ErrorKind::Resources
                | ErrorKind::Integrity
                | ErrorKind::Statement => Ok((None, vec![format!("the engine cannot plan it: {error}")])),
            },
        }
    }
}

/// What is still to be judged.
struct Pending {
    title: String,
    sql: String,
    place: Range<usize>,
}

fn within(title: &str, place: &Range<usize>, refusal: Refusal) -> Refusal {
    Refusal {
        message: format!("{title} is not harmless: {}", refusal.message),
        place: Some(place.clone()),
        help: None,
        ..refusal
    }
}

pub(super) fn names(reading: &Reading, kind: MentionKind) -> Vec<String> {
    let found = reading.mentions.iter().filter(|mention| mention.kind == kind);
    found.map(|mention| mention.name.to_string()).collect()
}
