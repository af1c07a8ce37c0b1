//! Addresses of databases. A password is in here and never comes out in print.

use crate::dialect::DialectKind;
use std::fmt;
use std::path::Path;

/// `sqlite:path.db`, `postgres://user:password@host:port/database?option=value`, `mysql://…`, `mariadb://…`.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    kind: DialectKind,
    /// Whether the text is the path of a file.
    is_file: bool,
    text: String,
    shown: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    #[error(
        "`{0}` is not the address of a database: write sqlite:path.db, postgres://user@host/database or mysql://user@host/database"
    )]
    NoScheme(String),
    #[error("dbx cannot reach `{0}` databases yet: it speaks postgres://, mysql:// and sqlite:")]
    UnknownEngine(String),
    #[error("the address of the database cannot be read: {0}")]
    Malformed(String),
    #[error("`sqlite:` needs a path, as in sqlite:path.db")]
    NoPath,
}

/// SQLite's name for a database that is in no file.
const MEMORY: &str = ":memory:";

/// Words that name an engine even where what follows is no address.
const KNOWN_SCHEMES: [&str; 6] = ["sqlite", "file", "postgres", "postgresql", "mysql", "mariadb"];

/// Query options that carry a secret.
const SECRET_OPTIONS: [&str; 5] = ["password", "sslpassword", "sslkey", "ssl-key", "passfile"];

impl DatabaseUrl {
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let (scheme, rest) = text.split_once(':').ok_or_else(|| UrlError::NoScheme(without_userinfo(text)))?;
        match scheme.to_ascii_lowercase().as_str() {
            "sqlite" | "file" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                if path.is_empty() {
                    return Err(UrlError::NoPath);
                }
                Ok(Self {
                    kind: DialectKind::Sqlite,
                    is_file: true,
                    text: path.to_owned(),
                    shown: format!("sqlite:{path}"),
                })
            }
            "postgres" | "postgresql" | "mysql" | "mariadb" if !rest.starts_with("//") => Err(UrlError::Malformed(
                format!("`{scheme}:` is followed by two slashes, as in {scheme}://user@host/database"),
            )),
            "postgres" | "postgresql" => Self::server(DialectKind::Postgres, text),
            "mysql" | "mariadb" => Self::server(DialectKind::Mysql, text),
            other => Err(UrlError::UnknownEngine(other.to_owned())),
        }
    }

    fn server(kind: DialectKind, text: &str) -> Result<Self, UrlError> {
        // The parser's message says what is wrong, not what was written: no password gets out.
        let parsed = url::Url::parse(text).map_err(|error| UrlError::Malformed(error.to_string()))?;
        Ok(Self { kind, is_file: false, shown: redacted(parsed), text: text.to_owned() })
    }

    pub fn kind(&self) -> DialectKind {
        self.kind
    }

    /// The whole address, secret included, for the driver that connects; for SQLite the path.
    pub(super) fn secret(&self) -> &str {
        &self.text
    }

    /// The file that the database is, for engines whose databases are files.
    pub fn file(&self) -> Option<&Path> {
        self.is_file.then(|| Path::new(&self.text))
    }

    /// The address with a relative path (SQLite) starting from `folder`; it is still shown as it was written.
    #[must_use]
    pub fn under(&self, folder: &Path) -> Self {
        if !self.is_file || self.text == MEMORY {
            return self.clone();
        }
        Self { text: folder.join(&self.text).to_string_lossy().into_owned(), ..self.clone() }
    }

    /// Whether the text looks like an address rather than a path to a spec.
    pub fn looks_like(text: &str) -> bool {
        text.split_once(':').is_some_and(|(scheme, rest)| {
            KNOWN_SCHEMES.contains(&scheme)
                || rest.starts_with("//") && scheme.chars().all(|c| c.is_ascii_alphanumeric())
        })
    }
}

fn redacted(mut url: url::Url) -> String {
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return format!("{}://***", url.scheme());
    }
    if url.query().is_some() {
        let options: Vec<String> = url
            .query_pairs()
            .map(|(key, value)| {
                let secret = SECRET_OPTIONS.iter().any(|name| key.eq_ignore_ascii_case(name));
                format!("{key}={}", if secret { "***" } else { &value })
            })
            .collect();
        url.set_query(Some(&options.join("&")));
    }
    url.to_string()
}

/// What may be shown of a text that is no address: nothing in front of an `@`.
fn without_userinfo(text: &str) -> String {
    text.rsplit_once('@').map_or_else(|| text.to_owned(), |(_, host)| format!("***@{host}"))
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({})", self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_shows_a_password() {
        for text in [
            "postgres://u:S3cretPw@h/db",
            "postgresql://u:S3cret%40Pw@h:5432/db?sslmode=require",
            "postgres://u@h/db?password=S3cretPw&application_name=x",
            "mysql://u:S3cretPw@h:3306/db?ssl-mode=REQUIRED",
            "mariadb://u@h/db?ssl-key=S3cretPath",
        ] {
            let url = DatabaseUrl::parse(text).unwrap();
            for shown in [url.to_string(), format!("{url:?}")] {
                assert!(!shown.contains("S3cret"), "{shown}");
                assert!(shown.contains("***"), "{shown}");
            }
        }
        let error = DatabaseUrl::parse("postgres:/u:S3cretPw@127.0.0.1/x").unwrap_err().to_string();
        assert!(error.contains("two slashes") && !error.contains("S3cret"), "{error}");
        let error = DatabaseUrl::parse("u:S3cretPw@h").unwrap_err().to_string();
        assert!(!error.contains("S3cret"), "{error}");
    }

    #[test]
    fn tells_engines_and_paths_apart() {
        assert_eq!(DatabaseUrl::parse("sqlite:a/b.db").unwrap().secret(), "a/b.db");
        assert_eq!(DatabaseUrl::parse("sqlite:///tmp/b.db").unwrap().secret(), "/tmp/b.db");
        assert!(matches!(DatabaseUrl::parse("oracle://x"), Err(UrlError::UnknownEngine(_))));
        assert!(DatabaseUrl::looks_like("postgres://h/db") && !DatabaseUrl::looks_like("specs/current.yml"));
    }
}
