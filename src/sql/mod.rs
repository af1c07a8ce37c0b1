//! SQL text, as far as dbx reads it: tokens, canonical spellings, names that are mentioned, and whether a text is one
//! expression or one statement and nothing more.
//!
//! Tokens come from sqlparser. Where a parse tree is needed and sqlparser cannot make one, the answer falls back to tokens: a text
//! that cannot be read is compared as written, never guessed at.

mod alone;
mod cast;
mod cursor;
mod dollar;
mod expression;
mod key;
mod mention;
pub mod mysql;
mod place;
mod range;
mod shape;
mod split;
pub mod sqlite;
mod token;

pub use alone::runs_alone;
pub use cast::literal_cast;
pub use cursor::{Cursor, ReadError};
pub use dollar::dollar_quoted;
pub use expression::parse_expression;
pub use key::{expression_key, name_key, token_key, token_key_with_comments};
pub use mention::{has_identifier, mentions, mentions_in_bodies, rename_identifiers};
pub use place::{Literals, Place, Renaming};
pub use range::multirange_name;
pub use shape::{ShapeError, check_expression, check_query, check_statement, check_statements};
pub use split::{Piece, split_statements};
pub use token::{LexError, Lexeme, LexemeKind, LineComment, Syntax, lex, line_comments};
