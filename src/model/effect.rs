//! What a statement does to the relations it meets while it runs: locks, rows that are read or written, and why.

use super::{Cause, LockMode, Name, ObjectId, Schema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What one statement does, as far as the schema it meets tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// One for each relation that was there before, the statement's own first.
    pub touches: Vec<Touch>,
    /// How the server goes about it, where it can be asked for by name (MySQL, MariaDB).
    pub algorithm: Option<Algorithm>,
    /// Why it locks, reads, writes, loses or fails: what the rules judge.
    pub reasons: Vec<Reason>,
}

/// What happens to one relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    pub object: ObjectId,
    pub lock: LockMode,
    /// Every row is written again.
    pub rewrites: bool,
    /// Every row is read.
    pub scans: bool,
}

/// One thing about a statement that a person should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub cause: Cause,
    /// What it is about: a table, a column, a constraint.
    pub object: ObjectId,
    /// The relation whose rows are meant.
    pub table: Option<ObjectId>,
    /// The columns whose values decide.
    pub columns: Vec<Name>,
    /// The partitions of that relation that are meant, where they are no relations of their own (MySQL); none where all of it is.
    pub partitions: Vec<Name>,
    /// The beginning of a sentence: `adds column x with the default clock_timestamp()`.
    pub detail: String,
}

/// How MySQL and MariaDB change a table, cheapest first. It is what the server grants when it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// The catalog alone.
    Instant,
    /// Indexes alone.
    NoCopy,
    /// All rows, inside of the engine.
    InPlace,
    /// All rows, into a new table.
    Copy,
}

impl Algorithm {
    /// As it stands behind `ALGORITHM=`.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Instant => "INSTANT",
            Self::NoCopy => "NOCOPY",
            Self::InPlace => "INPLACE",
            Self::Copy => "COPY",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_sql())
    }
}

impl Touch {
    /// The lock alone.
    pub fn lock(object: ObjectId, lock: LockMode) -> Self {
        Self { object, lock, rewrites: false, scans: false }
    }

    #[must_use]
    pub fn scanning(self, scans: bool) -> Self {
        Self { scans: self.scans || scans, ..self }
    }

    #[must_use]
    pub fn rewriting(self, rewrites: bool) -> Self {
        Self { rewrites: self.rewrites || rewrites, ..self }
    }
}

impl Reason {
    pub fn new(cause: Cause, object: ObjectId, detail: impl Into<String>) -> Self {
        Self { cause, object, table: None, columns: Vec::new(), partitions: Vec::new(), detail: detail.into() }
    }

    /// Says whose rows are meant.
    #[must_use]
    pub fn on(self, table: &ObjectId) -> Self {
        Self { table: Some(table.clone()), ..self }
    }

    #[must_use]
    pub fn of_columns<'a>(self, columns: impl IntoIterator<Item = &'a Name>) -> Self {
        Self { columns: columns.into_iter().cloned().collect(), ..self }
    }

    #[must_use]
    pub fn of_partitions(self, partitions: &[Name]) -> Self {
        Self { partitions: partitions.to_vec(), ..self }
    }
}

impl Effect {
    /// One relation, and nothing to tell about it.
    pub fn on(touch: Touch) -> Self {
        Self { touches: vec![touch], ..Self::default() }
    }

    /// Adds what happens to a relation to what is known of it: the stronger lock, and all the work.
    pub fn touch(&mut self, touch: Touch) {
        match self.touches.iter_mut().find(|known| known.object == touch.object) {
            Some(known) => {
                known.lock = known.lock.max(touch.lock);
                known.rewrites |= touch.rewrites;
                known.scans |= touch.scans;
            }
            None => self.touches.push(touch),
        }
    }

    pub fn because(&mut self, reason: Reason) {
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// Both, as by one statement.
    pub fn and(&mut self, other: Self) {
        other.touches.into_iter().for_each(|touch| self.touch(touch));
        other.reasons.into_iter().for_each(|reason| self.because(reason));
        self.algorithm = self.algorithm.max(other.algorithm);
    }

    /// Without what is made by the statement's own plan or file: nobody waits for it, and it has no rows yet. Where SQLite's one writer
    /// is meant the relation stands for the whole file.
    #[must_use]
    pub fn among(mut self, before: &Schema) -> Self {
        let is_there = |id: &ObjectId| before.objects.contains_key(id);
        self.touches.retain(|touch| touch.lock == LockMode::DatabaseWriter || is_there(&touch.object));
        self.reasons.retain(|reason| reason.table.as_ref().is_none_or(is_there));
        self
    }

    /// The lock on a relation in the engine's own words.
    pub fn lock_words(&self, touch: &Touch) -> String {
        match self.algorithm {
            Some(algorithm) => format!("ALGORITHM={algorithm} LOCK={}", touch.lock.as_mysql()),
            None => format!("the lock `{}`", touch.lock.as_str()),
        }
    }

    pub fn of(&self, object: &ObjectId) -> Option<&Touch> {
        self.touches.iter().find(|touch| touch.object == *object)
    }

    /// The strongest lock on any relation.
    pub fn lock(&self) -> LockMode {
        self.touches.iter().map(|touch| touch.lock).max().unwrap_or(LockMode::None)
    }

    pub fn rewrites(&self) -> bool {
        self.touches.iter().any(|touch| touch.rewrites)
    }

    pub fn scans(&self) -> bool {
        self.touches.iter().any(|touch| touch.scans)
    }
}
