//! Patterns of SQL as regular expressions.

/// A pattern of LIKE as a regular expression: any text is a short one of letters.
pub(super) fn like(pattern: &str) -> String {
    let mut regex = String::from("^");
    for character in pattern.chars() {
        match character {
            '%' => regex.push_str("[a-z]{1,6}"),
            '_' => regex.push_str("[a-z]"),
            other => regex.push_str(&regex_syntax::escape(&other.to_string())),
        }
    }
    regex + "$"
}

/// A pattern of GLOB (SQLite): any text is a short one of letters and digits.
pub(super) fn glob(pattern: &str) -> Option<String> {
    let mut regex = String::from("^");
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '*' => regex.push_str("[a-z0-9]{0,6}"),
            '?' => regex.push_str("[a-z0-9]"),
            '[' => {
                let class: String = characters.by_ref().take_while(|it| *it != ']').collect();
                regex.push_str(&format!("[{}]", class.replace('\\', r"\\")));
            }
            other => regex.push_str(&regex_syntax::escape(&other.to_string())),
        }
    }
    regex.push('$');
    regex_syntax::parse(&regex).is_ok().then_some(regex)
}

/// What is left where `*[^…]*` must not be: a text of nothing but these characters.
pub(super) fn without_others(pattern: &str) -> Option<String> {
    let class = pattern.strip_prefix("*[^")?.strip_suffix("]*")?;
    let regex = format!("^[{class}]+$");
    (!class.contains(']') && regex_syntax::parse(&regex).is_ok()).then_some(regex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_sqlite_are_turned_around() {
        assert_eq!(glob("[A-Z][A-Z]-?*").as_deref(), Some("^[A-Z][A-Z]\\-[a-z0-9][a-z0-9]{0,6}$"));
        assert_eq!(without_others("*[^0-9]*").as_deref(), Some("^[0-9]+$"));
        assert_eq!(without_others("*x*"), None);
    }
}
