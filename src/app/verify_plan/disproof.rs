//! What went wrong when a plan was tried.

use crate::app::drift::Difference;
use crate::dialect::Unsupported;
use crate::driver::DriverError;
use std::fmt;

/// A plan that did not do on a scratch database what it says.
#[derive(Debug)]
pub struct Disproof {
    pub stage: Stage,
    /// `PostgreSQL 15.4`
    pub server: String,
    pub problem: Problem,
    /// What may have led to it.
    pub notes: Vec<String>,
}

/// How far the proof came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The start was being built.
    Start,
    /// The plan was being run.
    Plan,
    /// Its way back was being run.
    WayBack,
}

#[derive(Debug)]
pub enum Problem {
    /// The server refused a statement.
    Statement { number: usize, title: String, statement: String, source: Box<DriverError> },
    /// Everything ran, and something else came out.
    Differs(Vec<Difference>),
    /// dbx has no way to build the start from nothing.
    Unsupported(Vec<Unsupported>),
    /// The server could not be asked any more.
    Server(Box<DriverError>),
}

impl Disproof {
    /// The SQL that failed, if that was it.
    pub fn statement(&self) -> Option<&str> {
        match &self.problem {
            Problem::Statement { statement, .. } => Some(statement),
            Problem::Differs(_) | Problem::Unsupported(_) | Problem::Server(_) => None,
        }
    }

    /// What would still have to be done to what came out.
    pub fn differences(&self) -> &[Difference] {
        match &self.problem {
            Problem::Differs(differences) => differences,
            Problem::Statement { .. } | Problem::Unsupported(_) | Problem::Server(_) => &[],
        }
    }

    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self.stage {
            Stage::Start => {
                "nothing was written; what the start needs besides dbx's own objects has to be in the scratch database, too"
            }
            Stage::Plan => "nothing was written; change the target, or report the plan where it should have worked",
            Stage::WayBack => "nothing was written; the plan itself holds: without --verify it is written as it is",
        }
    }
}

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Self::Start => "the start of the plan cannot be built",
            Self::Plan => "the plan does not hold",
            Self::WayBack => "the way back does not hold",
        }
    }

    fn destination(self) -> &'static str {
        match self {
            Self::Start | Self::WayBack => "the start",
            Self::Plan => "the target",
        }
    }
}

impl fmt::Display for Disproof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} on {}: ", self.stage.words(), self.server)?;
        match &self.problem {
            Problem::Statement { number, title, source, .. } => {
                write!(f, "operation {number} ({title}) failed: {source}")?
            }
            Problem::Differs(differences) => {
                let missing: Vec<String> =
                    differences.iter().map(|it| format!("{} ({})", it.title, it.object)).collect();
                write!(f, "to be {}, what came out would need: {}", self.stage.destination(), missing.join(", "))?;
            }
            Problem::Unsupported(reasons) => {
                let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
                f.write_str(&reasons.join("; "))?;
            }
            Problem::Server(source) => write!(f, "{source}")?,
        }
        self.notes.iter().try_for_each(|note| write!(f, "; {note}"))
    }
}
