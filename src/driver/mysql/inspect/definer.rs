//! Whose rights a stored program has: kept or left out by choice.

use crate::driver::Definers;

/// A statement in two parts: the DEFINER clause, where there is one, and the rest.
#[derive(Debug, PartialEq, Eq)]
struct Statement {
    /// `` `root`@`%` ``
    definer: Option<String>,
    text: String,
}

impl Definers {
    /// The statement with or without its DEFINER clause.
    pub(super) fn of_statement(self, shown: &str) -> String {
        match self {
            Self::Keep => shown.to_owned(),
            Self::LeaveOut => read(shown).text,
        }
    }

    /// The definer by itself, where it is kept.
    pub(super) fn account(self, shown: &str) -> Option<String> {
        match self {
            Self::Keep => read(shown).definer,
            Self::LeaveOut => None,
        }
    }
}

const CLAUSE: &str = "DEFINER=";

/// The server always writes the clause in the same way, before the kind of object.
fn read(shown: &str) -> Statement {
    let whole = || Statement { definer: None, text: shown.to_owned() };
    let Some(start) = shown.find(CLAUSE).filter(|start| is_head(&shown[..*start])) else { return whole() };
    let user = &shown[start + CLAUSE.len()..];
    let Some(mut length) = quoted_length(user) else { return whole() };
    if let Some(host) = user[length..].strip_prefix('@').and_then(quoted_length) {
        length += 1 + host;
    }
    let rest = user[length..].trim_start();
    Statement { definer: Some(user[..length].to_owned()), text: format!("{}{rest}", &shown[..start]) }
}

/// Whether only words of the head of a CREATE stand here.
fn is_head(text: &str) -> bool {
    let is_word =
        |word: &str| ["CREATE", "OR", "REPLACE", "AGGREGATE"].contains(&word) || word.starts_with("ALGORITHM=");
    text.split_whitespace().all(is_word)
}

/// How long the name in backticks is that the text starts with.
fn quoted_length(text: &str) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    if characters.next()?.1 != '`' {
        return None;
    }
    while let Some((at, character)) = characters.next() {
        if character == '`' && characters.next_if(|(_, next)| *next == '`').is_none() {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definer_is_taken_out() {
        let read = read("CREATE DEFINER=`ro``ot`@`%` PROCEDURE `p`()\nselect 'DEFINER=`a`@`b`'");
        assert_eq!(read.definer.as_deref(), Some("`ro``ot`@`%`"));
        assert_eq!(read.text, "CREATE PROCEDURE `p`()\nselect 'DEFINER=`a`@`b`'");
    }

    #[test]
    fn a_statement_without_one_stays() {
        let text = "CREATE PROCEDURE `p`()\nselect 'DEFINER=`a`@`b`'";
        assert_eq!(read(text), Statement { definer: None, text: text.to_owned() });
    }
}
