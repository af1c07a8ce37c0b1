//! The spec: a schema as YAML that people write, review and keep in version control.
//!
//! A file becomes a tree in which every node knows its place ([`yaml`]), the tree becomes documents as written, short forms and
//! all (`document`), and documents become the model (`lower`). No stage stops at an error: everything that is wrong
//! is reported in one go. [`emit`] is the way back.
//!
//! Pure: whoever loads a spec says where files come from ([`Sources`]).

mod document;
mod emit;
mod include;
mod json_schema;
mod lint;
mod load;
mod lower;
pub(crate) mod read;
mod shorthand;
mod source;
mod splice;
pub mod yaml;

pub(crate) use emit::yaml as write;
pub use emit::{EmitOptions, emit};
pub use json_schema::json_schema;
pub(crate) use json_schema::schema_of_document;
pub use lint::{LINT_RULES, LintRule, documentation as lint_documentation, is_reserved, lint};
pub use load::{Loaded, Manages, Spec, load, load_text};
pub(crate) use shorthand::{write_name_list, write_qualified_name};
pub use source::{Opened, SourceFile, Sources};
pub use splice::splice;
