//! Settings that an engine keeps by name.

use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Storage parameters and table options, each as somebody wrote it, in the order in which they stand.
///
/// Neither the order nor the spelling of a value is a difference: values are compared by their keys, which are the texts until
/// `Dialect::normalize` puts a canonical spelling there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(IndexMap<String, Setting>);

#[derive(Clone, Debug)]
struct Setting {
    text: String,
    key: String,
}

impl Parameters {
    /// The value as it is written.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|setting| setting.text.as_str())
    }

    /// What the value is compared by.
    pub fn key(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|setting| setting.key.as_str())
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Puts the value in place of the one that is there, or behind the others. Gives the one that was there.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<String>) -> Option<String> {
        let text = value.into();
        self.insert_with_key(name, text.clone(), text)
    }

    /// As [`insert`](Self::insert), with another spelling to compare the value by.
    pub fn insert_with_key(
        &mut self,
        name: impl Into<String>,
        text: impl Into<String>,
        key: impl Into<String>,
    ) -> Option<String> {
        let setting = Setting { text: text.into(), key: key.into() };
        self.0.insert(name.into(), setting).map(|former| former.text)
    }

    pub fn remove(&mut self, name: &str) -> Option<String> {
        self.0.shift_remove(name).map(|setting| setting.text)
    }

    pub fn retain(&mut self, is_kept: impl Fn(&str, &str) -> bool) {
        self.0.retain(|name, setting| is_kept(name, &setting.text));
    }

    /// Names and values in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, setting)| (name.as_str(), setting.text.as_str()))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<String>> Extend<(N, V)> for Parameters {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, parameters: I) {
        for (name, value) in parameters {
            self.insert(name, value);
        }
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(parameters: I) -> Self {
        let mut all = Self::default();
        all.extend(parameters);
        all
    }
}

impl<N: Into<String>, V: Into<String>, const COUNT: usize> From<[(N, V); COUNT]> for Parameters {
    fn from(parameters: [(N, V); COUNT]) -> Self {
        parameters.into_iter().collect()
    }
}

/// By names and keys, because the serialized model exists for fingerprints only.
impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys: BTreeMap<&String, &String> = self.0.iter().map(|(name, setting)| (name, &setting.key)).collect();
        keys.serialize(serializer)
    }
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Setting {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_spelling_are_kept_and_are_no_difference() {
        let mut from = Parameters::from([("fillfactor", "70")]);
        from.insert_with_key("fastupdate", "on", "true");
        let mut to = Parameters::default();
        to.insert_with_key("fastupdate", "TRUE", "true");
        to.insert("fillfactor", "70");
        assert_eq!(from, to);
        assert_eq!(from.iter().collect::<Vec<_>>(), [("fillfactor", "70"), ("fastupdate", "on")]);
        to.insert("fillfactor", "71");
        assert_ne!(from, to);
    }
}
