//! What a schema tells about its data: from names, types and roles to recipes, laws and volumes.

mod column;
mod dictionary;
mod volume;
mod words;

pub use column::{Surroundings, YEARS, column, prefix};
pub use dictionary::ORDINALS;
pub use volume::{Volumes, is_calendar, volumes};
pub use words::words;
