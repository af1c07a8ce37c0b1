//! wip
mod document;
mod read;
mod shorthand;
pub mod yaml;
