//! Who may do what.

use super::{NAMESPACES, record};

/// Roles belong to the whole server, and outlive the database.
const ROLES: [&str; 3] = ["catalog_reader", "catalog_writer", "catalog_auditor"];

pub fn roles(sql: &mut String) {
    for role in ROLES {
        sql.push_str(&format!(
            "DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n"
        ));
    }
}

pub fn grants(sql: &mut String) {
    for namespace in NAMESPACES {
        sql.push_str(&format!(
            "GRANT USAGE ON SCHEMA {namespace} TO catalog_reader, catalog_writer;
GRANT USAGE ON SEQUENCE {namespace}.ticket_seq TO catalog_writer;
REVOKE ALL ON FUNCTION {namespace}.next_ticket(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {namespace}.next_ticket(text) TO catalog_writer;\n"
        ));
    }
    for number in (0..super::PLAIN_TABLES).step_by(3) {
        let table = record(number);
        sql.push_str(&format!("GRANT SELECT ON {table} TO catalog_reader;\n"));
        if number.is_multiple_of(12) {
            sql.push_str(&format!(
                "GRANT SELECT, INSERT, UPDATE ON {table} TO catalog_writer WITH GRANT OPTION;
GRANT SELECT (id, amount) ON {table} TO catalog_auditor;\n"
            ));
        }
    }
}
