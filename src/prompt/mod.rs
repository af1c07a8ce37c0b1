//! What a language model is told: templates, and as much of a schema as a question needs.
//!
//! Two rules hold for everything that goes out. What looks like a secret is left out ([`Withheld`]), and no row of anybody's is in it. And what
//! comes from a database or a file (names, comments) is data: it stands behind a [`fence`](fenced) that it cannot close.

mod alias;
mod excerpt;
mod fence;
mod relevance;
mod repair;
mod template;
mod withhold;

pub use alias::Aliases;
pub use excerpt::{Excerpt, excerpt};
pub use fence::{fenced, one_line};
pub use repair::Repair;
pub use template::{BUILT_IN, Prompt, PromptError, Template};
pub use withhold::{Withheld, withheld};
