//! A measure month by month.

use super::{Pattern, question, sentence};
use crate::suggest::subject::Subject;
use crate::suggest::{Kind, Question};

pub struct Trend;

impl Pattern for Trend {
    fn kind(&self) -> Kind {
        Kind::Trend
    }

    fn ask(&self, subject: &Subject<'_>) -> Vec<Question> {
        let Some(moment) = &subject.moment else { return Vec::new() };
        let month = subject.month(moment);
        let ask = |label: &str, columns: &str| {
            let sql = format!(
                "SELECT {month} AS month, {columns}COUNT(*) AS row_count\n{}{}\nGROUP BY {month}\nORDER BY 1",
                subject.from(),
                moment.join,
            );
            let text = format!("{} of {} month by month", sentence(label), subject.noun);
            question(self.kind(), text, sql, subject.tables(&[&moment.tables]))
        };
        if subject.measures.is_empty() {
            return vec![ask("number", "")];
        }
        let measures = subject.measures.iter();
        measures
            .map(|measure| {
                let alias = subject.dialect.quote(&measure.alias().as_str().into());
                let column = subject.column(&measure.column.name);
                ask(&measure.label(), &format!("{}({column}) AS {alias}, ", measure.function))
            })
            .collect()
    }
}
