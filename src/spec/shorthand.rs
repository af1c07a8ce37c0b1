//! The little languages inside of texts: `namespace.name`, `a, b`, `table(a, b)`.
//!
//! A name that holds one of the characters with a meaning stands in double quotes: `"my.table"`, `"a, b"`. Quotes inside are doubled.

use crate::model::{Name, QualifiedName};

/// What a text cannot be read as, in words that follow "expected".
pub type Expected = &'static str;

/// `name` or `namespace.name`.
pub fn qualified_name(text: &str) -> Result<QualifiedName, Expected> {
    let mut parts = Parts { rest: text };
    let first = parts.name(&['.'])?;
    if parts.rest.is_empty() {
        return Ok(QualifiedName::bare(first));
    }
    parts.symbol('.')?;
    let second = parts.name(&['.'])?;
    if parts.rest.is_empty() { Ok(QualifiedName::new(Some(first), second)) } else { Err("a name or namespace.name") }
}

/// `a, b`: at least one name.
pub fn name_list(text: &str) -> Result<Vec<Name>, Expected> {
    let mut parts = Parts { rest: text };
    let names = parts.names(&[','])?;
    if parts.rest.is_empty() { Ok(names) } else { Err("names with commas between them") }
}

/// `table`, `table(a)`, `namespace.table(a, b)`. Without columns the primary key is meant.
pub fn reference(text: &str) -> Result<(QualifiedName, Vec<Name>), Expected> {
    const SHAPE: Expected = "table(column)";
    let mut parts = Parts { rest: text.trim() };
    let mut table = QualifiedName::bare(parts.name(&['.', '(']).map_err(|_| SHAPE)?);
    if parts.symbol('.').is_ok() {
        let name = parts.name(&['(']).map_err(|_| SHAPE)?;
        table = QualifiedName::new(Some(table.name), name);
    }
    if parts.rest.is_empty() {
        return Ok((table, Vec::new()));
    }
    parts.symbol('(').map_err(|_| SHAPE)?;
    let columns = parts.names(&[',', ')']).map_err(|_| SHAPE)?;
    parts.symbol(')').map_err(|_| SHAPE)?;
    if parts.rest.is_empty() { Ok((table, columns)) } else { Err(SHAPE) }
}

/// `table:users`, `function:app.area(integer, integer)`: the word in front of the colon, and the names behind it.
pub fn address(text: &str) -> Result<(&str, Vec<Name>), Expected> {
    const SHAPE: Expected = "an address such as table:users";
    let (kind, path) = text.split_once(':').ok_or(SHAPE)?;
    let mut parts = Parts { rest: path };
    let mut names = Vec::new();
    loop {
        // What is in parentheses is part of the last name, dots included.
        let is_signature = parts.rest.find('(') < parts.rest.find('.') && parts.rest.contains('(');
        let ends: &[char] = if is_signature && !parts.rest.trim_start().starts_with('"') { &[] } else { &['.'] };
        names.push(parts.name(ends).map_err(|_| SHAPE)?);
        if parts.rest.is_empty() {
            return Ok((kind.trim(), names));
        }
        parts.symbol('.').map_err(|_| SHAPE)?;
    }
}

/// `SELECT`, `UPDATE(email, name)`: the word in upper case, and the columns if there are any.
pub fn privilege(text: &str) -> Result<(String, Vec<Name>), Expected> {
    const SHAPE: Expected = "a privilege, such as SELECT or UPDATE(email)";
    let (word, columns) = match text.trim().split_once('(') {
        Some((word, rest)) => (word, name_list(rest.strip_suffix(')').ok_or(SHAPE)?).map_err(|_| SHAPE)?),
        None => (text, Vec::new()),
    };
    let word = word.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
    let word = if word == "ALL PRIVILEGES" { "ALL".to_owned() } else { word };
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase());
    if is_word { Ok((word, columns)) } else { Err(SHAPE) }
}

/// The inverse of [`qualified_name`].
pub fn write_qualified_name(name: &QualifiedName) -> String {
    let quoted = |name: &Name| quote_unless(name, |text| !text.contains('.'));
    match &name.namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(&name.name)),
        None => quoted(&name.name),
    }
}

/// The inverse of [`name_list`].
pub fn write_name_list(names: &[Name]) -> String {
    let quoted = names.iter().map(|name| quote_unless(name, |text| !text.contains(','))).collect::<Vec<_>>();
    quoted.join(", ")
}

/// The inverse of [`reference`].
pub fn write_reference(table: &QualifiedName, columns: &[Name]) -> String {
    let plain = |text: &str| !text.contains(['.', '(', ')', ',']);
    let quoted = |name: &Name| quote_unless(name, plain);
    let table = match &table.namespace {
        Some(namespace) => format!("{}.{}", quoted(namespace), quoted(&table.name)),
        None => quoted(&table.name),
    };
    if columns.is_empty() {
        return table;
    }
    format!("{table}({})", columns.iter().map(quoted).collect::<Vec<_>>().join(", "))
}

fn quote_unless(name: &Name, plain: impl Fn(&str) -> bool) -> String {
    let text = name.as_str();
    if plain(text) && !text.starts_with('"') && text.trim() == text && !text.is_empty() {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}

/// What is left to read.
struct Parts<'a> {
    rest: &'a str,
}

impl Parts<'_> {
    /// A quoted name, or everything up to one of `ends`.
    fn name(&mut self, ends: &[char]) -> Result<Name, Expected> {
        self.rest = self.rest.trim_start();
        if let Some(inner) = self.rest.strip_prefix('"') {
            return self.quoted(inner);
        }
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let name = self.rest[..end].trim_end();
        self.rest = &self.rest[end..];
        if name.is_empty() { Err("a name") } else { Ok(Name::new(name)) }
    }

    fn quoted(&mut self, inner: &str) -> Result<Name, Expected> {
        let mut name = String::new();
        let mut characters = inner.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            if c != '"' {
                name.push(c);
            } else if characters.next_if(|(_, next)| *next == '"').is_some() {
                name.push('"');
            } else {
                let behind = self.rest.len() - inner.len() + at + 1;
                self.rest = self.rest[behind..].trim_start();
                return Ok(Name::new(name));
            }
        }
        Err("a closing double quote")
    }

    fn names(&mut self, ends: &[char]) -> Result<Vec<Name>, Expected> {
        let mut names = vec![self.name(ends)?];
        while self.symbol(',').is_ok() {
            names.push(self.name(ends)?);
        }
        Ok(names)
    }

    fn symbol(&mut self, symbol: char) -> Result<(), Expected> {
        match self.rest.strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest.trim_start();
                Ok(())
            }
            None => Err("something else"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_and_references() {
        assert_eq!(qualified_name("users"), Ok(QualifiedName::bare("users")));
        assert_eq!(qualified_name("app.users"), Ok(QualifiedName::new(Some("app".into()), "users")));
        assert_eq!(qualified_name("\"app.users\""), Ok(QualifiedName::bare("app.users")));
        assert_eq!(name_list("loan_id, payment_date"), Ok(vec!["loan_id".into(), "payment_date".into()]));
        let (table, columns) = reference("dim_company ( company_key )").unwrap();
        assert_eq!((table, columns), (QualifiedName::bare("dim_company"), vec!["company_key".into()]));
        assert_eq!(reference("users"), Ok((QualifiedName::bare("users"), vec![])));
    }

    #[test]
    fn reads_addresses_and_privileges() {
        let names = |names: &[&str]| names.iter().map(|name| Name::from(*name)).collect::<Vec<_>>();
        assert_eq!(address("table:app.users"), Ok(("table", names(&["app", "users"]))));
        assert_eq!(address("function:app.f(app.mood, int)"), Ok(("function", names(&["app", "f(app.mood, int)"]))));
        assert_eq!(address("function:f(app.mood)"), Ok(("function", names(&["f(app.mood)"]))));
        assert_eq!(address("function:app.\"f(app.mood)\""), Ok(("function", names(&["app", "f(app.mood)"]))));
        assert_eq!(address("table:\"a.b\""), Ok(("table", names(&["a.b"]))));
        assert!(address("users").is_err() && address("table:").is_err() && address("table:a.").is_err());
        assert_eq!(privilege("select"), Ok(("SELECT".into(), vec![])));
        assert_eq!(privilege("Update (a, b)"), Ok(("UPDATE".into(), names(&["a", "b"]))));
        assert_eq!(privilege("all privileges"), Ok(("ALL".into(), vec![])));
        assert!(privilege("").is_err() && privilege("SELECT(a").is_err() && privilege("SELECT()").is_err());
    }

    #[test]
    fn refuses_what_is_neither() {
        for text in ["", "a.b.c", ".a", "a.", "\"a", "\"a\"b"] {
            assert!(qualified_name(text).is_err(), "{text}");
        }
        for text in ["", "t(", "t()", "t(a", "t(a)) b", "(a)", "t(a,)", "t(a) x"] {
            assert!(reference(text).is_err(), "{text}");
        }
        assert!(name_list("a,,b").is_err());
    }

    #[test]
    fn reads_what_it_writes() {
        for name in ["users", "my.table", "a, b", "x(y)", "\"quoted\"", " space ", "a\"b", "ö", "a.\"b"] {
            for namespace in [None, Some(Name::from("n.s"))] {
                let table = QualifiedName::new(namespace, name);
                assert_eq!(qualified_name(&write_qualified_name(&table)).as_ref(), Ok(&table));
                let columns = vec![Name::from(name), Name::from("other")];
                assert_eq!(reference(&write_reference(&table, &columns)), Ok((table, columns.clone())));
                assert_eq!(name_list(&write_name_list(&columns)), Ok(columns));
            }
        }
    }
}
