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
        let ask = |label: String, expression: String, alias: String| {
            let sql = format!(
                "SELECT {month} AS month, {expression} AS {}, COUNT(*) AS row_count\n{}{}\nGROUP BY {month}\nORDER BY 1",
                subject.dialect.quote(&alias.as_str().into()),
                subject.from(),
                moment.join,
            );
            let text = format!("{} of {} month by month", sentence(&label), subject.noun);
            question(self.kind(), text, sql, subject.tables(&[&moment.tables]))
        };
        if subject.measures.is_empty() {
            return vec![ask("number".to_owned(), "COUNT(*)".to_owned(), "number_of_rows".to_owned())];
        }
        let measures = subject.measures.iter();
        measures
            .map(|measure| {
                ask(
                    measure.label(),
                    format!("{}({})", measure.function, subject.column(&measure.column.name)),
                    measure.alias(),
                )
            })
            .collect()
    }
}
