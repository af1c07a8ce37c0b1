//! Partitioned tables: by range, list and hash, with a default partition, partitions of partitions, and what single partitions have of their own.

use super::types::TYPES;
use super::{event, namespace, record};

pub fn partitioned_table(sql: &mut String, number: usize) {
    let (table, namespace) = (event(number), namespace(number));
    let kind = number % TYPES;
    let by = match number % 4 {
        1 => "LIST (region)",
        2 => "HASH (id)",
        _ => "RANGE (happened_on)",
    };
    sql.push_str(&format!(
        "CREATE TABLE {table} (
    id bigint NOT NULL DEFAULT nextval('{namespace}.ticket_seq'),
    happened_on date NOT NULL,
    region integer NOT NULL,
    status {namespace}.status_{kind} NOT NULL DEFAULT 'open',
    record_id bigint NOT NULL,
    amount {namespace}.money_amount CHECK (amount <> 'NaN'),
    opened_on date,
    closed_on date,
    note text,
    attributes jsonb,
    CONSTRAINT event_{number:02}_key PRIMARY KEY (id, happened_on, region),
    CONSTRAINT event_{number:02}_record FOREIGN KEY (record_id) REFERENCES {record} (id) ON DELETE CASCADE
) PARTITION BY {by};
COMMENT ON TABLE {table} IS 'What happened, {number}';
CREATE INDEX ON {table} (record_id, happened_on);
CREATE INDEX event_{number:02}_note ON {table} ({namespace}.title_key(note)) WHERE note IS NOT NULL;\n",
        record = record(number * 7),
    ));
    for part in 0..8 {
        partition(sql, number, part);
    }
    attach_by_hand(sql, number);
    if number.is_multiple_of(4) {
        sql.push_str(&format!(
            "CREATE TRIGGER touch BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {namespace}.touch();\n"
        ));
    }
}

fn partition(sql: &mut String, number: usize, part: usize) {
    let table = event(number);
    let bound = match (number % 4, part) {
        (2, part) => format!("FOR VALUES WITH (MODULUS 8, REMAINDER {part})"),
        (_, 7) => "DEFAULT".to_owned(),
        (1, part) => format!("FOR VALUES IN ({}, {})", part * 2, part * 2 + 1),
        (_, part) => format!("FOR VALUES FROM ('20{:02}-01-01') TO ('20{:02}-01-01')", 20 + part, 21 + part),
    };
    let is_divided = number.is_multiple_of(4) && part == 6;
    let divided = if is_divided { " PARTITION BY LIST (region)" } else { "" };
    sql.push_str(&format!("CREATE TABLE {table}_p{part} PARTITION OF {table} {bound}{divided};\n"));
    if is_divided {
        for region in 0..4 {
            let bound = if region == 3 { "DEFAULT".to_owned() } else { format!("FOR VALUES IN ({region})") };
            sql.push_str(&format!("CREATE TABLE {table}_p{part}_{region} PARTITION OF {table}_p{part} {bound};\n"));
        }
    }
    // Of its own: a check, and an index that the parent does not have.
    if part == 3 {
        sql.push_str(&format!(
            "ALTER TABLE {table}_p{part} ADD CONSTRAINT event_{number:02}_p{part}_closed CHECK (closed_on IS NOT NULL);
CREATE INDEX event_{number:02}_p{part}_closed_on ON {table}_p{part} (closed_on);\n"
        ));
    }
}

/// A partition that was a table of its own, with an index under a name that the server would not have chosen.
fn attach_by_hand(sql: &mut String, number: usize) {
    let (table, namespace) = (event(number), namespace(number));
    if number % 4 != 3 {
        return;
    }
    sql.push_str(&format!(
        "ALTER TABLE {table} DETACH PARTITION {table}_p0;
CREATE INDEX event_{number:02}_by_region ON ONLY {table} (region, status);\n"
    ));
    for part in 0..8 {
        sql.push_str(&format!(
            "CREATE INDEX event_{number:02}_part_{part}_region ON {table}_p{part} (region, status);\n"
        ));
        if part > 0 {
            sql.push_str(&format!(
                "ALTER INDEX {namespace}.event_{number:02}_by_region ATTACH PARTITION {namespace}.event_{number:02}_part_{part}_region;\n"
            ));
        }
    }
    sql.push_str(&format!(
        "ALTER TABLE {table} ATTACH PARTITION {table}_p0 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');\n"
    ));
}
