//! Data that lives elsewhere: servers, who one is there, and what makes a table a foreign one.

use super::{Grantee, Name, ObjectId, ObjectKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// A foreign server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignServer {
    pub name: Name,
    /// The foreign-data wrapper it is reached by.
    pub wrapper: Name,
    pub server_type: Option<String>,
    pub version: Option<String>,
    pub options: BTreeMap<String, String>,
    pub comment: Option<String>,
}

impl ForeignServer {
    pub fn id(&self) -> ObjectId {
        ObjectId::new(ObjectKind::Server, vec![self.name.clone()])
    }
}

/// Who a role is on a foreign server. Options that are secrets are never read: such a mapping is not managed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UserMapping {
    pub server: Name,
    pub role: Grantee,
    pub options: BTreeMap<String, String>,
}

impl UserMapping {
    pub fn id(&self) -> ObjectId {
        ObjectId::new(ObjectKind::UserMapping, vec![self.server.clone(), self.role.as_name()])
    }
}

/// Whether an option of a server or a user mapping is a secret, by its name. Catalog queries look for the same words, so that a secret
/// is never even read.
pub fn is_secret_option(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let without_switch = name.replace("password_required", "");
    ["pass", "secret", "token", "credential", "private", "apikey", "accesskey", "sslkey"]
        .iter()
        .any(|word| without_switch.contains(word))
        || name.split('_').any(|part| part == "key")
}

/// Where the rows of a foreign table are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignTable {
    pub server: Name,
    pub options: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::is_secret_option;

    #[test]
    fn knows_secrets_by_their_names() {
        for secret in
            ["password", "sslpassword", "passfile", "sslkey", "api_key", "apikey_id", "KEY", "access_token", "Secret"]
        {
            assert!(is_secret_option(secret), "{secret}");
        }
        for open in ["user", "host", "port", "dbname", "password_required", "keepalives", "sslcert", "monkey"] {
            assert!(!is_secret_option(open), "{open}");
        }
    }
}
