//! What a schema tells about its data: from names, types and roles to recipes, laws and volumes.

mod column;
mod dictionary;
mod volume;

pub use crate::model::name_words as words;
pub use column::{Surroundings, YEARS, column, prefix};
pub use dictionary::ORDINALS;
pub use volume::{Volumes, is_calendar, volumes};
