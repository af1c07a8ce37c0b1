//! What part of the whole each one has.

use super::{Pattern, question, sentence};
use crate::suggest::subject::Subject;
use crate::suggest::{Kind, Question};

pub struct Share;

impl Pattern for Share {
    fn kind(&self) -> Kind {
        Kind::ShareOfTotal
    }

    /// Only of what can be summed.
    fn ask(&self, subject: &Subject<'_>) -> Vec<Question> {
        let mut questions = Vec::new();
        for measure in subject.measures.iter().filter(|measure| measure.function == "SUM") {
            for axis in &subject.axes {
                let sum = format!("SUM({})", subject.column(&measure.column.name));
                let sql = format!(
                    "SELECT {axis_select} AS {axis_name}, {sum} AS {alias}, ROUND(100.0 * {sum} / NULLIF(SUM({sum}) OVER (), 0), 2) AS percent_of_total\n{from}{join}\n\
                     GROUP BY {axis_select}\nORDER BY 2 DESC",
                    axis_select = axis.select,
                    axis_name = subject.dialect.quote(&axis.name.as_str().into()),
                    alias = subject.dialect.quote(&measure.alias().as_str().into()),
                    from = subject.from(),
                    join = axis.join,
                );
                let text = format!(
                    "{}: what share of the {} of {} each has",
                    sentence(&axis.label),
                    measure.label(),
                    subject.noun
                );
                questions.push(question(self.kind(), text, sql, subject.tables(&[&axis.tables])));
            }
        }
        questions
    }
}
