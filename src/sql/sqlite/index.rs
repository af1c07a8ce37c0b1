//! CREATE INDEX.

use super::key::read_direction;
use super::object_name;
use crate::sql::{Cursor, Lexeme, LexemeKind, ReadError, Syntax};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateIndex {
    pub name: String,
    pub table: String,
    pub unique: bool,
    pub terms: Vec<IndexedTerm>,
    pub predicate: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedTerm {
    pub value: IndexedValue,
    pub collation: Option<String>,
    pub descending: bool,
}

/// What an index is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexedValue {
    /// A single name. The catalog knows whether it is a column.
    Name(String),
    Expression(String),
}

/// Takes a CREATE INDEX statement apart.
pub fn read_create_index(text: &str) -> Result<CreateIndex, ReadError> {
    let cursor = &mut Cursor::open(Syntax::Sqlite, text)?;
    cursor.require(&["CREATE"])?;
    let unique = cursor.take(&["UNIQUE"]);
    cursor.require(&["INDEX"])?;
    cursor.take(&["IF", "NOT", "EXISTS"]);
    let name = object_name(cursor)?;
    cursor.require(&["ON"])?;
    let table = cursor.identifier()?;
    cursor.require_symbol("(")?;
    let mut terms = vec![read_term(cursor)?];
    while cursor.take_symbol(",") {
        terms.push(read_term(cursor)?);
    }
    cursor.require_symbol(")")?;
    let predicate = cursor.take(&["WHERE"]).then(|| cursor.take_rest().to_owned());
    cursor.require_end()?;
    Ok(CreateIndex { name, table, unique, terms, predicate })
}

fn read_term(cursor: &mut Cursor<'_>) -> Result<IndexedTerm, ReadError> {
    let first = cursor.position();
    cursor.skip_until(ends_value);
    let whole = (first, cursor.position());
    if whole.0 == whole.1 {
        return Err(cursor.unexpected("something to sort by"));
    }
    let (end, collation) = split_collation(cursor.between(whole.0, whole.1));
    let value = match cursor.between(first, first + end) {
        [only] if !is_constant(only) => only.folded_name(Syntax::Sqlite).map(IndexedValue::Name),
        _ => None,
    };
    let value = value.unwrap_or_else(|| IndexedValue::Expression(cursor.slice(first, first + end).to_owned()));
    let descending = read_direction(cursor);
    // NULLS FIRST and NULLS LAST are read by SQLite only where they say what holds anyway.
    if !cursor.take(&["NULLS", "FIRST"]) {
        cursor.take(&["NULLS", "LAST"]);
    }
    Ok(IndexedTerm { value, collation, descending })
}

fn ends_value(lexeme: &Lexeme<'_>) -> bool {
    lexeme.is_symbol(",") || ["ASC", "DESC", "NULLS"].iter().any(|word| lexeme.is_word(word))
}

fn is_constant(lexeme: &Lexeme<'_>) -> bool {
    ["NULL", "TRUE", "FALSE"].iter().any(|word| lexeme.is_word(word))
}

/// A COLLATE at the end that is about the whole value, and where the value ends. Behind an operator COLLATE is about the last
/// operand alone, and stays part of the expression.
fn split_collation(lexemes: &[Lexeme<'_>]) -> (usize, Option<String>) {
    if let [value @ .., collate, collation] = lexemes
        && collate.is_word("COLLATE")
        && is_primary(value)
    {
        return (value.len(), collation.folded_name(Syntax::Sqlite));
    }
    (lexemes.len(), None)
}

/// A name, something in parentheses, or a function call.
fn is_primary(lexemes: &[Lexeme<'_>]) -> bool {
    match lexemes {
        [only] => only.identifier().is_some() || only.kind == LexemeKind::Text,
        [open, inner @ .., close] if open.is_symbol("(") => close.is_symbol(")") && is_balanced(inner),
        [function, open, inner @ .., close] if function.identifier().is_some() && open.is_symbol("(") => {
            close.is_symbol(")") && is_balanced(inner)
        }
        _ => false,
    }
}

fn is_balanced(lexemes: &[Lexeme<'_>]) -> bool {
    let mut depth = 0_i64;
    lexemes.iter().all(|lexeme| {
        depth += i64::from(lexeme.is_symbol("(")) - i64::from(lexeme.is_symbol(")"));
        depth >= 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_every_shape() {
        let index = read_create_index(
            "CREATE UNIQUE INDEX `i` ON [t] (a, \"b c\" COLLATE nocase DESC, lower(d) COLLATE RTRIM ASC, e || f COLLATE NOCASE, \
             (g), 'h') WHERE a > 0 AND b IS NOT NULL",
        )
        .unwrap();
        let term = |value: IndexedValue, collation: Option<&str>, descending: bool| IndexedTerm {
            value,
            collation: collation.map(str::to_owned),
            descending,
        };
        let name = |text: &str| IndexedValue::Name(text.into());
        let expression = |text: &str| IndexedValue::Expression(text.into());
        assert_eq!(
            index.terms,
            [
                term(name("a"), None, false),
                term(name("b c"), Some("nocase"), true),
                term(expression("lower(d)"), Some("RTRIM"), false),
                term(expression("e || f COLLATE NOCASE"), None, false),
                term(expression("(g)"), None, false),
                term(name("h"), None, false),
            ]
        );
        assert_eq!(index.predicate.as_deref(), Some("a > 0 AND b IS NOT NULL"));
        assert!(index.unique && index.table == "t");
    }
}
