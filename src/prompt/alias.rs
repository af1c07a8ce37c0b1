//! Other names for what must not be named, forth and back.

use std::collections::BTreeMap;

/// Words that stand for names that stay at home. A text that went through [`hide`](Self::hide) and [`reveal`](Self::reveal) is what it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases {
    by_name: BTreeMap<String, String>,
}

impl Aliases {
    /// Words that are not in `text`, for these names.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>, text: &str) -> Self {
        let mut numbers = 1_u32..;
        let mut free = || {
            // There are more numbers than words in any text.
            numbers.by_ref().map(|number| format!("private_{number}")).find(|word| !text.contains(word.as_str()))
        };
        let names = names.into_iter().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
        Self { by_name: names.into_iter().filter_map(|name| Some((name, free()?))).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The text with every name, where it stands as a word of its own, in its other form.
    pub fn hide(&self, text: &str) -> String {
        words_replaced(text, |word| self.by_name.get(word).map(String::as_str))
    }

    /// The text with the names back in it.
    pub fn reveal(&self, text: &str) -> String {
        let names: BTreeMap<&str, &str> =
            self.by_name.iter().map(|(name, alias)| (alias.as_str(), name.as_str())).collect();
        words_replaced(text, |word| names.get(word).copied())
    }
}

fn words_replaced<'a>(text: &str, replacement: impl Fn(&str) -> Option<&'a str>) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let length = rest[start..].find(|c| !is_part(c)).unwrap_or(rest.len() - start);
        let word = &rest[start..start + length];
        replaced.push_str(&rest[..start]);
        replaced.push_str(replacement(word).unwrap_or(word));
        rest = &rest[start + length..];
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_and_come_back() {
        let text = "{name: email, comment: \"the email; not email_sent or private_1\"} ünï email";
        let aliases = Aliases::new(["email", "ssn"], text);
        let hidden = aliases.hide(text);
        assert_eq!(hidden, "{name: private_2, comment: \"the private_2; not email_sent or private_1\"} ünï private_2");
        assert_eq!(aliases.reveal(&hidden), text);
        assert_eq!(aliases.reveal("private_20 private_3"), "private_20 ssn");
    }
}
