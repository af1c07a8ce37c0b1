//! Values that are missing, and rows that are there twice.

use super::{Pattern, question};
use crate::model::{Name, TableRole};
use crate::suggest::subject::Subject;
use crate::suggest::{Kind, Question};

pub struct Quality;

/// Most columns that are counted in one query.
const MOST: usize = 20;

impl Pattern for Quality {
    fn kind(&self) -> Kind {
        Kind::DataQuality
    }

    fn ask(&self, subject: &Subject<'_>) -> Vec<Question> {
        empty_values(subject)
            .into_iter()
            .chain(doubles(subject))
            .map(|(text, sql)| question(self.kind(), text, sql, subject.tables(&[])))
            .collect()
    }
}

/// Counting empty values shows none of the others, so columns that are marked are counted too.
fn empty_values(subject: &Subject<'_>) -> Option<(String, String)> {
    let columns: Vec<&Name> =
        subject.table.columns.values().filter(|column| column.nullable).map(|column| &column.name).take(MOST).collect();
    if columns.is_empty() {
        return None;
    }
    let counts = columns.iter().map(|name| {
        let alias = subject.dialect.quote(&format!("missing_{name}").into());
        format!(",\n  SUM(CASE WHEN {} IS NULL THEN 1 ELSE 0 END) AS {alias}", subject.column(name))
    });
    let sql = format!("SELECT COUNT(*) AS row_count{}\n{}", counts.collect::<String>(), subject.from());
    Some((format!("Data quality of {}: how many values are missing, by column", subject.noun), sql))
}

/// Rows with the same business key; of history in rows each version counts.
fn doubles(subject: &Subject<'_>) -> Option<(String, String)> {
    let key = match &subject.table.role {
        TableRole::Dimension(dimension) if dimension.scd != Some(2) => dimension.natural_key.clone(),
        TableRole::Fact(fact) => fact.grain.clone(),
        TableRole::Plain | TableRole::Dimension(_) => return None,
    };
    let is_open = |name: &Name| subject.table.columns.get(name).is_some_and(|column| column.sensitive.is_none());
    if key.is_empty() || !key.iter().all(is_open) {
        return None;
    }
    let columns = key.iter().map(|name| subject.column(name)).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {columns}, COUNT(*) AS row_count\n{}\nGROUP BY {columns}\nHAVING COUNT(*) > 1\nORDER BY row_count DESC\nLIMIT 20",
        subject.from()
    );
    Some((format!("Data quality of {}: rows that are there twice by their key", subject.noun), sql))
}
