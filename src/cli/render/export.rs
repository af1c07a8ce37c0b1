//! Rows for other programs.

use super::style::safe;
use super::table;
use crate::export::rows::distinct;
use crate::model::{Rows, Value};

/// Comma-separated values (RFC 4180), with a header.
pub(in crate::cli) fn csv(rows: &Rows) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&rows.columns)?;
    for row in &rows.rows {
        writer.write_record(row.iter().map(text))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A list of objects. Columns of one name are told apart by a number.
pub(in crate::cli) fn json(rows: &Rows) -> serde_json::Value {
    let names = distinct(&rows.columns);
    let object = |row: &Vec<Value>| {
        let fields = names.iter().cloned().zip(row.iter().map(|value| serde_json::json!(value)));
        serde_json::Value::Object(fields.collect())
    };
    serde_json::Value::Array(rows.rows.iter().map(object).collect())
}

/// A table of Markdown.
pub(in crate::cli) fn markdown(rows: &Rows) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let escaped = |text: &str| safe(text).replace('|', "\\|").replace('\n', " ");
    let mut text_of_all = line(rows.columns.iter().map(|name| escaped(name)).collect());
    text_of_all += &line(rows.columns.iter().map(|_| "---".to_owned()).collect());
    for row in &rows.rows {
        text_of_all += &line(row.iter().map(|value| escaped(&text(value))).collect());
    }
    text_of_all
}

/// As on screen, but NULL is nothing.
fn text(value: &Value) -> String {
    if *value == Value::Null { String::new() } else { table::value(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        Rows {
            columns: vec!["name".into(), "name".into()],
            rows: vec![
                vec![Value::Text("a,\"b\"|c".into()), Value::Null],
                vec![Value::Integer(3), Value::Boolean(true)],
            ],
        }
    }

    #[test]
    fn every_format_keeps_the_values_apart() {
        assert_eq!(csv(&rows()).unwrap(), "name,name\n\"a,\"\"b\"\"|c\",\n3,true\n");
        assert_eq!(json(&rows()).to_string(), r#"[{"name":"a,\"b\"|c","name_2":null},{"name":3,"name_2":true}]"#);
        assert_eq!(markdown(&rows()), "| name | name |\n| --- | --- |\n| a,\"b\"\\|c |  |\n| 3 | true |\n");
    }
}
