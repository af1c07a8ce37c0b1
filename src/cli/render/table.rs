//! Tables on screen.

use super::style::{bold, safe};
use crate::model::{Rows, Value};

/// Rows under a header, as wide as they need to be.
pub(super) struct Table(comfy_table::Table);

impl Table {
    pub fn new(header: &[&str]) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::NOTHING);
        table.set_header(header.iter().map(|title| safe(title)).collect::<Vec<_>>());
        Self(table)
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.0.add_row(cells.into_iter().map(|cell| safe(&cell)).collect::<Vec<_>>());
    }

    pub fn text(&self) -> String {
        let lines = self.0.lines().map(|line| line.trim_end().to_owned());
        let lines: Vec<String> = lines.enumerate().map(|(at, line)| if at == 0 { bold(&line) } else { line }).collect();
        lines.join("\n") + "\n"
    }
}

/// The result of a query.
pub(super) fn rows(rows: &Rows) -> String {
    let header: Vec<&str> = rows.columns.iter().map(String::as_str).collect();
    let mut table = Table::new(&header);
    for row in &rows.rows {
        table.row(row.iter().map(value));
    }
    table.text()
}

pub(super) fn value(value: &Value) -> String {
    match value {
        Value::Null => "NULL".into(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Number(text) | Value::Text(text) => text.clone(),
        Value::Bytes(hex) => format!("\\x{hex}"),
    }
}
