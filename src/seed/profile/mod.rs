//! Profiles: what the rows of a schema are to look like, as YAML that people write, review and keep in version control.
//!
//! Read by the reader of specs, so that everything that is wrong is told in one go with its place. What a profile does not speak of is
//! inferred; [`write`] writes what was inferred as a profile that makes the same rows.

mod after;
mod column;
mod document;
#[cfg(test)]
mod event_tests;
mod load;
mod moments;
mod recipe;
#[cfg(test)]
mod star_tests;
#[cfg(test)]
mod tests;
mod write;

pub use load::{LoadedProfile, Profile, load};
pub use write::write;

/// The JSON Schema by which editors complete and check a profile.
pub fn json_schema() -> serde_json::Value {
    crate::spec::schema_of_document::<document::ProfileDocument>("dbx seeding profile")
}
