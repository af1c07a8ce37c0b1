//! What a pipeline tells about a change of specs: findings with their places, and the pages made of them.
//!
//! Pure: the use case `app::ci` fills the [`Report`]; [`page`] makes Markdown of it for a pull request, [`annotations`] lines that GitHub shows
//! beside the files, [`sarif`] the format of code scanning.

mod annotation;
mod escape;
mod finding;
mod page;
mod report;
mod sarif;

pub use annotation::annotations;
pub use finding::{Finding, Place, Weight};
pub use page::{COMMENT_LIMIT, MARKER, page};
pub use report::{Conflict, Migration, MigrationKind, OperationLine, Planned, Report, SpecChange, SpecStatus, Verdict};
pub use sarif::sarif;
