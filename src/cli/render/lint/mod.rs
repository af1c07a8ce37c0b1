//! Findings of `lint`: for a person, for GitHub, for code scanning.

mod github;
mod human;
mod sarif;

pub(in crate::cli) use github::github;
pub(in crate::cli) use human::human;
pub(in crate::cli) use sarif::sarif;
