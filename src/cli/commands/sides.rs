//! The two sides of a comparison, as `plan` and `impact` take them.

use super::AppError;
use super::scratch::Scratch;
use crate::app::Source;
use crate::dialect::DialectKind;

#[derive(Debug, clap::Args)]
pub(super) struct Sides {
    /// Where the change leads
    #[arg(long, value_name = "SCHEMA")]
    target: String,

    /// Where it starts, instead of the database
    #[arg(long, value_name = "SCHEMA")]
    current: Option<String>,

    /// The engine, where neither side says
    #[arg(long, value_name = "ENGINE", value_parser = dialect)]
    pub dialect: Option<DialectKind>,

    #[command(flatten)]
    scratch: Scratch,
}

impl Sides {
    pub fn target(&self) -> Result<Source, AppError> {
        Source::parse(&self.target)
    }

    pub fn scratch(&self) -> Option<String> {
        self.scratch.scratch.clone()
    }

    pub fn current(&self) -> Result<Option<Source>, AppError> {
        self.current.as_deref().map(Source::parse).transpose()
    }
}

pub(super) fn dialect(text: &str) -> Result<DialectKind, String> {
    let kinds = DialectKind::ALL;
    let known: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    kinds.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| format!("known are {}", known.join(", ")))
}
