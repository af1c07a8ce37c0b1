//! What is not told to a model.

use crate::model::{Column, Sensitivity, is_secret_option, name_words};

/// Why a column is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// The spec marks it as `sensitive`.
    Marked(Sensitivity),
    /// Its name looks like that of a secret.
    LooksSecret,
}

/// Words of names that hold secrets, beside those of connection options.
const SECRET_WORDS: [&str; 18] = [
    "pwd",
    "passwd",
    "passphrase",
    "pin",
    "cvv",
    "cvc",
    "ssn",
    "otp",
    "totp",
    "mfa",
    "salt",
    "nonce",
    "iban",
    "pan",
    "hmac",
    "bearer",
    "jwt",
    "apikey",
];

/// Pairs of words that hold secrets only together.
const SECRET_PAIRS: [[&str; 2]; 8] = [
    ["api", "key"],
    ["access", "key"],
    ["signing", "key"],
    ["encryption", "key"],
    ["security", "code"],
    ["social", "security"],
    ["card", "number"],
    ["recovery", "code"],
];

/// Whether a column stays at home: it is not even named.
pub fn withheld(column: &Column) -> Option<Withheld> {
    if let Some(sensitivity) = column.sensitive {
        return Some(Withheld::Marked(sensitivity));
    }
    looks_secret(column.name.as_str()).then_some(Withheld::LooksSecret)
}

fn looks_secret(name: &str) -> bool {
    let words = name_words(name);
    let has_pair = words.windows(2).any(|pair| SECRET_PAIRS.iter().any(|secret| pair == secret));
    // A key in a table is nearly always one that joins: of the words of connection options it alone means something else here.
    let has_option = words.iter().any(|word| word != "key" && is_secret_option(word) && !is_harmless(word));
    has_pair || has_option || words.iter().any(|word| SECRET_WORDS.contains(&word.as_str()))
}

/// Words that only contain that of a secret.
fn is_harmless(word: &str) -> bool {
    [
        "passenger",
        "passengers",
        "passport",
        "passing",
        "passed",
        "passes",
        "pass",
        "passive",
        "passage",
        "compass",
        "bypass",
    ]
    .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DataType;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "password",
            "password_hash",
            "pwd",
            "userPassword",
            "api_key",
            "ApiKey",
            "access_token",
            "client_secret",
            "ssn",
            "card_number",
            "CVV",
            "private_key",
            "salt",
        ] {
            assert!(looks_secret(name), "{name}");
        }
        for name in [
            "company_key",
            "key",
            "passenger_count",
            "pass_rate",
            "compass",
            "name",
            "pinned",
            "card_type",
            "phone_number",
            "tokyo",
            "monkey",
        ] {
            assert!(!looks_secret(name), "{name}");
        }
    }

    #[test]
    fn marked_columns_stay_at_home() {
        let mut column = Column::new("birth_date", DataType::Date);
        assert_eq!(withheld(&column), None);
        column.sensitive = Some(Sensitivity::Pii);
        assert_eq!(withheld(&column), Some(Withheld::Marked(Sensitivity::Pii)));
    }
}
