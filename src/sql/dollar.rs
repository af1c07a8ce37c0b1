//! Dollar quotes, which keep a text as it is.

/// The text between two tags that it does not hold itself: names in it may hold anything.
pub fn dollar_quoted(text: &str) -> String {
    let tags = (0_u32..).map(|number| if number == 0 { "$dbx$".to_owned() } else { format!("$dbx{number}$") });
    // A text has an end, so there is a tag that it does not hold.
    let tag = tags.into_iter().find(|tag| !text.contains(tag.as_str())).unwrap_or_default();
    format!("{tag}{text}{tag}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_in_the_text_is_not_taken() {
        assert_eq!(dollar_quoted("a"), "$dbx$a$dbx$");
        assert_eq!(dollar_quoted("a $dbx$ b"), "$dbx1$a $dbx$ b$dbx1$");
    }
}
