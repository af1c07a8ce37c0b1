//! Names that say that what they name should not be shown around.

/// Words in the names of columns that hold what should not be around.
const SENSITIVE: [&str; 24] = [
    "address",
    "apikey",
    "birth",
    "birthday",
    "birthdate",
    "card",
    "credential",
    "credit",
    "cvv",
    "email",
    "iban",
    "ip",
    "passport",
    "passwd",
    "password",
    "phone",
    "pin",
    "pwd",
    "salary",
    "secret",
    "ssn",
    "taxid",
    "token",
    "username",
];

/// Whether one of the words of a name is sensitive: `work_phone`, `passwordHash`, `api-tokens`.
pub fn is_sensitive_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_listed =
        |word: &str| SENSITIVE.contains(&word) || word.strip_suffix('s').is_some_and(|one| SENSITIVE.contains(&one));
    is_listed(&lower) || words(name).iter().any(|word| is_listed(word))
}

/// The words of a name in small letters: divided by what is no letter, and where a capital follows a small letter.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for c in name.chars() {
        let is_letter = c.is_alphabetic();
        if !is_letter || after_small && c.is_uppercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| is_letter) {
            word.extend(c.to_lowercase());
        }
        after_small = c.is_lowercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_name_are_looked_at() {
        for name in
            ["email", "work_phone", "Password", "passwordHash", "API-tokens", "user emails", "ipAddress", "pin2"]
        {
            assert!(is_sensitive_name(name), "{name}");
        }
        for name in ["emailed_at", "shipping", "zip", "company_key", "", "discard"] {
            assert!(!is_sensitive_name(name), "{name}");
        }
    }
}
