//! Functions under tables (defaults, checks, indexes, triggers), over them, procedures and aggregates.

use super::types::TYPES;
use super::{NAMESPACES, record};

/// Each namespace has as many functions that return rows of a table.
const OVER_TABLES: usize = 16;

pub fn functions(sql: &mut String, namespace: &str) {
    sql.push_str(&format!(
        "CREATE FUNCTION {namespace}.is_title(text character varying) RETURNS boolean LANGUAGE sql IMMUTABLE
    AS $$ SELECT text IS NULL OR text !~ '^\\s' $$;
CREATE FUNCTION {namespace}.title_key(title text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT lower(btrim(title)) $$;
COMMENT ON FUNCTION {namespace}.title_key(text) IS 'Titles that are equal to a reader';
CREATE FUNCTION {namespace}.today() RETURNS date LANGUAGE sql STABLE RETURN CURRENT_DATE;
CREATE FUNCTION {namespace}.next_ticket(prefix text DEFAULT 'T-') RETURNS text LANGUAGE sql
    AS $$ SELECT prefix || nextval('{namespace}.ticket_seq') $$;
CREATE FUNCTION {namespace}.touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.opened_on := coalesce(NEW.opened_on, {namespace}.today());
    RETURN NEW;
END
$$;
CREATE FUNCTION {namespace}.notify_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('{namespace}', NEW.id::text);
    RETURN NULL;
END
$$;
CREATE AGGREGATE {namespace}.longest(text) (SFUNC = pg_catalog.text_larger, STYPE = text);\n"
    ));
    for number in 0..TYPES {
        sql.push_str(&format!(
            "CREATE FUNCTION {namespace}.rank(status {namespace}.status_{number}) RETURNS integer LANGUAGE sql IMMUTABLE
    AS $$ SELECT array_position(enum_range(NULL::{namespace}.status_{number}), status) $$;\n"
        ));
    }
}

pub fn functions_over_tables(sql: &mut String, namespace: &str) {
    let first = NAMESPACES.iter().position(|other| *other == namespace).unwrap_or_default();
    for number in 0..OVER_TABLES {
        let table = record(first + number * NAMESPACES.len());
        sql.push_str(&format!(
            "CREATE FUNCTION {namespace}.latest_{number:02}(since date, at_most integer DEFAULT 10) RETURNS SETOF {table}
    LANGUAGE sql STABLE AS $$
    SELECT * FROM {table} WHERE opened_on >= since ORDER BY opened_on DESC LIMIT at_most
$$;
CREATE FUNCTION {namespace}.total_{number:02}() RETURNS numeric LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT sum(amount) FROM {table} WHERE closed_on IS NULL; END;
CREATE PROCEDURE {namespace}.close_{number:02}(until date) LANGUAGE plpgsql AS $$
BEGIN
    UPDATE {table} SET closed_on = until WHERE closed_on IS NULL AND opened_on < until;
END
$$;\n"
        ));
    }
}
