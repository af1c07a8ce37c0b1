//! The secret by which a service knows who pays.

use reqwest::header::HeaderValue;
use std::fmt;

/// Never printed: not by `Debug`, not in errors, not in recordings.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// The key without white space around it; `None` where nothing is left, or what is left cannot stand in a header.
    pub fn new(text: &str) -> Option<Self> {
        let key = text.trim();
        let fits = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(key.to_owned()))
    }

    /// The key behind `prefix` as a header that HTTP libraries keep out of their own logs. `None` only for a prefix that no header can hold.
    pub(super) fn header(&self, prefix: &str) -> Option<HeaderValue> {
        let mut value = HeaderValue::from_str(&format!("{prefix}{}", self.0)).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// The text with every mention of the key blacked out: a service may repeat what it was sent.
    pub(super) fn censor(&self, text: &str) -> String {
        text.replace(&self.0, "***")
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_word_and_never_shown() {
        let key = ApiKey::new(" sk-S3cret\n").unwrap();
        let header = key.header("Bearer ").unwrap();
        assert!(!format!("{key:?}{header:?}").contains("S3cret"));
        assert_eq!(key.censor("bad key sk-S3cret!"), "bad key ***!");
        for unusable in ["", " \n", "two words", "line\nbreak", "schlüssel"] {
            assert_eq!(ApiKey::new(unusable), None, "{unusable:?}");
        }
    }
}
