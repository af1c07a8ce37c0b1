//! Rows more than three standard deviations from the mean.

use super::{Pattern, question};
use crate::suggest::subject::Subject;
use crate::suggest::{Kind, Question};

pub struct Outliers;

impl Pattern for Outliers {
    fn kind(&self) -> Kind {
        Kind::Outliers
    }

    /// The variance is written out: not every engine has a function for it.
    fn ask(&self, subject: &Subject<'_>) -> Vec<Question> {
        let key = subject.table.primary_key().map(|key| key.columns.clone()).or_else(|| match &subject.table.role {
            crate::model::TableRole::Fact(fact) => Some(fact.grain.clone()),
            crate::model::TableRole::Plain | crate::model::TableRole::Dimension(_) => None,
        });
        let is_open = |name: &crate::model::Name| {
            subject.table.columns.get(name).is_some_and(|column| column.sensitive.is_none())
        };
        let key: Vec<String> = key
            .unwrap_or_default()
            .iter()
            .filter(|name| is_open(name))
            .map(|name| format!("{}, ", subject.column(name)))
            .collect();
        let measures = subject.measures.iter();
        measures
            .map(|measure| {
                let bare = subject.dialect.quote(&measure.column.name);
                let column = subject.column(&measure.column.name);
                let table = subject.dialect.qualified(&subject.table.name);
                let sql = format!(
                    "SELECT {key}{column}, s.mean\n{from}\nCROSS JOIN (\n  SELECT AVG(1.0 * {bare}) AS mean, AVG(1.0 * {bare} * {bare}) - AVG(1.0 * {bare}) * AVG(1.0 * {bare}) AS variance\n  \
                     FROM {table}\n) AS s\nWHERE ({column} - s.mean) * ({column} - s.mean) > 9 * s.variance\nORDER BY ABS({column} - s.mean) DESC\nLIMIT 20",
                    key = key.concat(),
                    from = subject.from(),
                );
                let text = format!("Outliers of {}: {} far from its mean", subject.noun, measure.column.name.as_str().replace('_', " "));
                question(self.kind(), text, sql, subject.tables(&[]))
            })
            .collect()
    }
}
