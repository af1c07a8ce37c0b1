//! The parts of CREATE FOREIGN DATA WRAPPER, by which two of them are compared and one is altered into another.

use crate::model::Pair;
use crate::sql::{Lexeme, Syntax, lex};
use std::collections::BTreeMap;

/// What stands behind the name. Functions and values are SQL as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wrapper {
    handler: Option<String>,
    validator: Option<String>,
    options: BTreeMap<String, String>,
}

impl Wrapper {
    /// `None` where the statement is not written as expected.
    pub(super) fn parse(definition: &str) -> Option<Self> {
        let lexemes = lex(Syntax::Postgres, definition).ok()?;
        // CREATE FOREIGN DATA WRAPPER name
        let mut rest = lexemes.get(5..)?;
        let mut wrapper = Self::default();
        while let Some((first, behind)) = rest.split_first() {
            rest = if first.is_word("NO") {
                behind.get(1..)?
            } else if first.is_word("HANDLER") {
                function(behind, &mut wrapper.handler)
            } else if first.is_word("VALIDATOR") {
                function(behind, &mut wrapper.validator)
            } else if first.is_word("OPTIONS") {
                options(behind, &mut wrapper.options)?
            } else if first.is_symbol(";") {
                behind
            } else {
                return None;
            };
        }
        Some(wrapper)
    }

    /// One spelling for all ways to write the same.
    pub(super) fn key(&self) -> String {
        let function = |word: &str, name: &Option<String>| name.as_ref().map(|name| format!(" {word} {name}"));
        let options = self.options.iter().map(|(name, value)| format!(" {name} {value}"));
        let functions = [function("handler", &self.handler), function("validator", &self.validator)];
        functions.into_iter().flatten().chain(options).collect()
    }
}

/// What stands behind ALTER FOREIGN DATA WRAPPER and the name.
pub(super) fn changes(wrappers: Pair<&Wrapper>) -> String {
    let Pair { from, to } = wrappers;
    let mut parts = Vec::new();
    for (word, from, to) in [("HANDLER", &from.handler, &to.handler), ("VALIDATOR", &from.validator, &to.validator)] {
        if from != to {
            parts.push(to.as_ref().map_or_else(|| format!("NO {word}"), |name| format!("{word} {name}")));
        }
    }
    let dropped = from.options.keys().filter(|name| !to.options.contains_key(*name)).map(|name| format!("DROP {name}"));
    let given = to.options.iter().filter_map(|(name, value)| match from.options.get(name) {
        None => Some(format!("ADD {name} {value}")),
        Some(old) if old != value => Some(format!("SET {name} {value}")),
        Some(_) => None,
    });
    let options: Vec<String> = dropped.chain(given).collect();
    if !options.is_empty() {
        parts.push(format!("OPTIONS ({})", options.join(", ")));
    }
    parts.join(" ")
}

/// A name, perhaps qualified; gives what follows it.
fn function<'a, 'l>(lexemes: &'a [Lexeme<'l>], name: &mut Option<String>) -> &'a [Lexeme<'l>] {
    let is_qualified = lexemes.get(1).is_some_and(|lexeme| lexeme.is_symbol("."));
    let (parts, rest) = lexemes.split_at(lexemes.len().min(if is_qualified { 3 } else { 1 }));
    *name = Some(parts.iter().map(|lexeme| lexeme.text).collect());
    rest
}

/// `(name 'value', …)`; gives what follows it.
fn options<'a, 'l>(lexemes: &'a [Lexeme<'l>], options: &mut BTreeMap<String, String>) -> Option<&'a [Lexeme<'l>]> {
    let end = lexemes.iter().position(|lexeme| lexeme.is_symbol(")"))?;
    for pair in lexemes[1..end].split(|lexeme| lexeme.is_symbol(",")) {
        let [name, value] = pair else { return None };
        options.insert(name.text.to_owned(), value.text.to_owned());
    }
    lexemes.get(end + 1..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_of_options_means_nothing() {
        let key = |text: &str| Wrapper::parse(text).map(|wrapper| wrapper.key());
        let one = key("CREATE FOREIGN DATA WRAPPER w HANDLER public.h NO VALIDATOR OPTIONS (a '1', \"B c\" 'it''s')");
        assert!(one.is_some());
        assert_eq!(one, key("create foreign data wrapper w options (\"B c\" 'it''s', a '1') handler public.h;"));
        assert_eq!(key("CREATE FOREIGN DATA WRAPPER w SOMETHING"), None);
    }

    #[test]
    fn says_only_what_changes() {
        let parsed = |text: &str| Wrapper::parse(&format!("CREATE FOREIGN DATA WRAPPER w {text}")).unwrap();
        let (from, to) = (parsed("HANDLER h OPTIONS (a '1', b '2')"), parsed("VALIDATOR v OPTIONS (b '3', c '4')"));
        assert_eq!(changes(Pair::new(&from, &to)), "NO HANDLER VALIDATOR v OPTIONS (DROP a, SET b '3', ADD c '4')");
    }
}
