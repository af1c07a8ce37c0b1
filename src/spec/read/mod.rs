//! From the tree to documents, collecting what is wrong on the way.
//!
//! Nothing here stops at the first error: a reader notes what it met and goes on with what is left.

mod document;
mod either;
mod field;
mod keyed;
mod keyword;
mod name;
mod parameters;
mod reader;
mod scalar;

pub(crate) use document::{document, group};
pub use either::Either;
pub use field::{Field, Fields, Group, Required};
pub use keyed::{Keyed, Setting};
pub(crate) use keyword::vocabulary;
pub use keyword::{Keyword, Order, Vocabulary, word_of};
pub use name::{NameList, ReferenceText};
pub use parameters::Parameters;
pub use reader::{FromNode, Reader};
pub use scalar::{OrList, Spanned, switch};
