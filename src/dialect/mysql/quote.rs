//! Names and strings as SQL.

use crate::model::{Name, QualifiedName};
use crate::sql::{Syntax, lex};

/// The name in backticks, which every name may stand in; which words are reserved differs from version to version.
pub(super) fn identifier(name: &Name) -> String {
    format!("`{}`", name.as_str().replace('`', "``"))
}

/// MySQL's namespaces are databases, and the database is the connection's.
pub(super) fn qualified(name: &QualifiedName) -> String {
    identifier(&name.name)
}

/// Names, separated by commas.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    names.into_iter().map(identifier).collect::<Vec<_>>().join(", ")
}

/// A string as SQL, under an SQL mode in which the backslash escapes.
pub(super) fn text(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace('\0', "\\0"))
}

/// The value of one string literal, adjacent ones (`'a' 'b'`) not among them; `None` for any other text.
pub(super) fn text_value(sql: &str) -> Option<String> {
    let lexemes = lex(Syntax::Mysql, sql).ok()?;
    match &lexemes[..] {
        [only] => crate::sql::mysql::text_value(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back() {
        for value in ["", "it's", "C:\\new\\table", "one\ntwo", "say \"hi\"", "\\'", "ü%_"] {
            assert_eq!(text_value(&text(value)).as_deref(), Some(value), "{value}");
        }
        assert_eq!(text_value(r#""a\"b""c\n\%""#).as_deref(), Some("a\"b\"c\n\\%"));
        assert_eq!(text_value("1"), None);
        assert_eq!(text_value("concat('a')"), None);
    }

    #[test]
    fn names_stand_in_backticks() {
        assert_eq!(identifier(&"a`b".into()), "`a``b`");
    }
}
