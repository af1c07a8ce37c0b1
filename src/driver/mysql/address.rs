//! The options of an address: what is not known is refused, since a misspelt `ssl-mode` would leave a connection open to anyone's eyes.

use crate::driver::{DatabaseUrl, DriverError, ErrorKind};
use crate::model::nearest_word;

/// What the client library reads, in both of its spellings.
const OPTIONS: [&str; 14] = [
    "ssl-mode",
    "sslmode",
    "ssl-ca",
    "sslca",
    "ssl-cert",
    "sslcert",
    "ssl-key",
    "sslkey",
    "charset",
    "collation",
    "socket",
    "statement-cache-capacity",
    "timezone",
    "time-zone",
];

/// An error where the address has an option that would have no effect.
pub(super) fn check_options(url: &DatabaseUrl) -> Result<(), DriverError> {
    // The library reads the same text next, and says what is wrong with it.
    let Ok(parsed) = url::Url::parse(url.secret()) else { return Ok(()) };
    let unknown = parsed.query_pairs().map(|(name, _)| name).find(|name| !OPTIONS.contains(&name.as_ref()));
    let Some(name) = unknown else { return Ok(()) };
    let hyphened = name.replace('_', "-");
    let help = match nearest_word(&hyphened, OPTIONS) {
        Some(option) => format!("did you mean `{option}`?"),
        None => "there are ssl-mode, ssl-ca, ssl-cert, ssl-key, charset, collation, socket and timezone".to_owned(),
    };
    let message = format!("the address {url} has the option `{name}`, which dbx does not know: {help}");
    Err(DriverError::new(ErrorKind::Connection, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(options: &str) -> Result<(), String> {
        let url = DatabaseUrl::parse(&format!("mysql://me:secret@host/shop?{options}")).expect("an address");
        check_options(&url).map_err(|error| error.to_string())
    }

    #[test]
    fn a_misspelt_option_is_refused() {
        assert_eq!(check("ssl-mode=REQUIRED&ssl-ca=/etc/ca.pem&socket=/run/mysqld.sock"), Ok(()));
        let error = check("ssl_mode=REQUIRED").expect_err("it is unknown");
        assert!(error.contains("did you mean `ssl-mode`?") && !error.contains("secret"), "{error}");
        assert!(check("useUnicode=true").is_err_and(|error| error.contains("there are ssl-mode")));
    }
}
