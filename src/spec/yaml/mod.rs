//! YAML as a tree in which every node knows its place. Nothing is given a meaning here: `no` and `017` stay texts until
//! a document says what is due in their place.
//!
//! What makes one YAML file mean different things to different readers is refused: anchors, aliases, merge keys, tags,
//! duplicate keys, several documents.

mod node;
mod parse;

pub use node::{Entry, Node, Scalar, Style, Value};
pub use parse::parse;
