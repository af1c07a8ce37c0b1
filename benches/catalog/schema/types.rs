//! Namespaces, enums, domains and sequences.

/// Each namespace has as many enums and plain domains.
pub const TYPES: usize = 8;

pub fn namespace(sql: &mut String, namespace: &str) {
    sql.push_str(&format!(
        "CREATE SCHEMA {namespace};
COMMENT ON SCHEMA {namespace} IS 'Everything about {namespace}';
CREATE SEQUENCE {namespace}.ticket_seq INCREMENT BY 10 CACHE 5;
CREATE SEQUENCE {namespace}.receipt_seq AS integer START WITH 1000 MAXVALUE 999999 CYCLE;\n"
    ));
    for number in 0..TYPES {
        sql.push_str(&format!(
            "CREATE TYPE {namespace}.status_{number} AS ENUM ('open', 'waiting', 'in transit', 'closed', 'level {number}');
COMMENT ON TYPE {namespace}.status_{number} IS 'How far it is, {number}';
CREATE DOMAIN {namespace}.code_{number} AS character varying({length}) CHECK (VALUE <> '');\n",
            length = 20 + number,
        ));
    }
    sql.push_str(&format!(
        "CREATE DOMAIN {namespace}.money_amount AS numeric(18,2) DEFAULT 0 CONSTRAINT money_amount_range CHECK (VALUE > -1e15);
COMMENT ON DOMAIN {namespace}.money_amount IS 'Not more than there is';
CREATE DOMAIN {namespace}.price AS {namespace}.money_amount CHECK (VALUE >= 0);\n"
    ));
}

/// Domains whose checks call a function.
pub fn domains_with_functions(sql: &mut String, namespace: &str) {
    sql.push_str(&format!(
        "CREATE DOMAIN {namespace}.title AS character varying(60) NOT NULL CONSTRAINT title_form CHECK ({namespace}.is_title(VALUE));\n"
    ));
}
