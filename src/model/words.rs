//! Names taken apart into words.

/// The words of a name in lower case: `customerFirstName` and `customer_first_name` are the same three.
pub fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    for character in name.chars() {
        if !character.is_alphanumeric() {
            previous = ' ';
            continue;
        }
        let begins = previous == ' ' || previous.is_lowercase() && character.is_uppercase();
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
        previous = character;
    }
    words
}

/// Whether one of the words is in the list.
pub fn has_word(words: &[String], list: &[&str]) -> bool {
    words.iter().any(|word| list.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_are_the_same_words() {
        for name in ["customerFirstName", "customer_first_name", "CUSTOMER FIRST NAME", "CustomerFirst_Name"] {
            assert_eq!(name_words(name), ["customer", "first", "name"], "{name}");
        }
        assert_eq!(name_words("URL2"), ["url2"]);
    }
}
