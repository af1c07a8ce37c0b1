//! A later version of the catalog: one plain table in twenty differs, each in one of five ways.

use super::{PLAIN_TABLES, record};

const CHANGED_EVERY: usize = 20;

/// What leads from [`schema`](super::schema) to the later version.
pub fn changes() -> String {
    let mut sql = String::new();
    for (turn, number) in (0..PLAIN_TABLES).step_by(CHANGED_EVERY).enumerate() {
        let table = record(number);
        let change = match turn % 5 {
            0 => "ALTER COLUMN opened_on TYPE timestamp without time zone".to_owned(),
            1 => "RENAME COLUMN owner_id TO keeper_id".to_owned(),
            2 => "ADD COLUMN note text DEFAULT 'none'".to_owned(),
            3 => "ADD CHECK (amount <> 13)".to_owned(),
            _ => format!("DROP CONSTRAINT record_{number:04}_dates"),
        };
        sql.push_str(&format!("ALTER TABLE {table} {change};\n"));
    }
    sql
}
