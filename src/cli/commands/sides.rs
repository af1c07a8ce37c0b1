//! The two sides of a comparison, as `plan` and `impact` take them.

use super::AppError;
use super::scratch::Scratch;
use crate::app::Source;
use crate::dialect::DialectKind;
use crate::plan::Approach;

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

    /// Change tables in stages that keep nobody waiting for long; the default where the environment is production
    ///
    /// Takes several transactions instead of one. What has no such stages is told.
    #[arg(long, conflicts_with = "direct")]
    online: bool,

    /// Change each table in one go, and as much as can be in one transaction; the default elsewhere
    #[arg(long, visible_alias = "no-online")]
    direct: bool,

    #[command(flatten)]
    scratch: Scratch,
}

impl Sides {
    pub fn target(&self) -> Result<Source, AppError> {
        Source::parse(&self.target)
    }

    /// Nothing where the environment decides.
    pub fn approach(&self) -> Option<Approach> {
        match (self.online, self.direct) {
            (true, _) => Some(Approach::Online),
            (false, true) => Some(Approach::Direct),
            (false, false) => None,
        }
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
