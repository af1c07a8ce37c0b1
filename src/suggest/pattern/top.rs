//! The ten largest by a measure.

use super::{Pattern, question, sentence};
use crate::suggest::subject::Subject;
use crate::suggest::{Kind, Question};

pub struct Top;

impl Pattern for Top {
    fn kind(&self) -> Kind {
        Kind::Top
    }

    fn ask(&self, subject: &Subject<'_>) -> Vec<Question> {
        let quote = |name: &str| subject.dialect.quote(&name.into());
        let mut questions = Vec::new();
        for measure in &subject.measures {
            for axis in &subject.axes {
                let sql = format!(
                    "SELECT {} AS {}, {}({}) AS {}, COUNT(*) AS row_count\n{}{}\nGROUP BY {}\nORDER BY 2 DESC\nLIMIT 10",
                    axis.select,
                    quote(&axis.name),
                    measure.function,
                    subject.column(&measure.column.name),
                    quote(&measure.alias()),
                    subject.from(),
                    axis.join,
                    axis.select,
                );
                let text = format!("{}: the top 10 by {} of {}", sentence(&axis.label), measure.label(), subject.noun);
                questions.push(question(self.kind(), text, sql, subject.tables(&[&axis.tables])));
            }
        }
        questions
    }
}
