//! Pictures of a schema: entity-relationship diagrams as text for Mermaid and Graphviz, and as a finished SVG.
//!
//! [`Diagram::of`] turns a schema (and, if wanted, what changes in it) into boxes and lines; one file for each format draws them. Same schema,
//! same bytes.

mod chart;
mod dot;
mod focus;
mod mark;
mod markdown;
mod mermaid;
mod svg;

pub use chart::{Attribute, Diagram, Entity, EntityKind, Link};
pub use mark::{Mark, Marks};
pub use markdown::{MarkdownError, replace_section};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a diagram is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `erDiagram`, which GitHub, GitLab and many wikis draw by themselves.
    Mermaid,
    /// Graphviz.
    Dot,
    Svg,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Mermaid, Self::Dot, Self::Svg];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mermaid => "mermaid",
            Self::Dot => "dot",
            Self::Svg => "svg",
        }
    }

    /// The format of files with this extension. Markdown holds Mermaid.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "md" | "mmd" | "mermaid" => Some(Self::Mermaid),
            "dot" | "gv" => Some(Self::Dot),
            "svg" => Some(Self::Svg),
            _ => None,
        }
    }
}

/// The diagram as text in the format, with a newline at the end.
pub fn draw(diagram: &Diagram, format: Format) -> String {
    match format {
        Format::Mermaid => mermaid::draw(diagram),
        Format::Dot => dot::draw(diagram),
        Format::Svg => svg::draw(diagram),
    }
}
