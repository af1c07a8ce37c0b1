//! Strings, whose two quotes and backslashes are MySQL's own.

use crate::sql::{Lexeme, LexemeKind};

/// The characters a string literal stands for; `None` for other tokens, and for bits and bytes (`b'1'`, `x'ff'`).
pub fn text_value(lexeme: &Lexeme<'_>) -> Option<String> {
    if lexeme.kind != LexemeKind::Text {
        return None;
    }
    let text = lexeme.text.strip_prefix(['n', 'N']).unwrap_or(lexeme.text);
    let quote = text.chars().next().filter(|quote| ['\'', '"'].contains(quote))?;
    let inner = text.get(1..text.len().checked_sub(1)?)?;
    let mut value = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => escaped(characters.next()?, &mut value),
            // Two quotes are one.
            doubled if doubled == quote => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    Some(value)
}

/// What a backslash and the character behind it stand for ("String Literals" in MySQL's manual).
fn escaped(character: char, value: &mut String) {
    match character {
        '0' => value.push('\0'),
        'b' => value.push('\u{8}'),
        'n' => value.push('\n'),
        'r' => value.push('\r'),
        't' => value.push('\t'),
        'Z' => value.push('\u{1a}'),
        // Kept for LIKE, to which the two mean the character itself.
        '%' | '_' => value.extend(['\\', character]),
        other => value.push(other),
    }
}
