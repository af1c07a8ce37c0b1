//! Each year against the one before.

use super::{Pattern, question, sentence};
use crate::suggest::subject::Subject;
use crate::suggest::{Kind, Question};

pub struct YearOverYear;

impl Pattern for YearOverYear {
    fn kind(&self) -> Kind {
        Kind::YearOverYear
    }

    fn ask(&self, subject: &Subject<'_>) -> Vec<Question> {
        let Some(moment) = &subject.moment else { return Vec::new() };
        let year = subject.year(moment);
        let measures = subject.measures.iter();
        measures
            .map(|measure| {
                let alias = subject.dialect.quote(&measure.alias().as_str().into());
                let sql = format!(
                    "SELECT y.year, y.{alias}, LAG(y.{alias}) OVER (ORDER BY y.year) AS year_before,\n  \
                     ROUND(100.0 * (y.{alias} - LAG(y.{alias}) OVER (ORDER BY y.year)) / NULLIF(LAG(y.{alias}) OVER (ORDER BY y.year), 0), 2) AS percent_change\n\
                     FROM (\n  SELECT {year} AS year, {function}({column}) AS {alias}\n  {from}{join}\n  GROUP BY {year}\n) AS y\nORDER BY y.year",
                    function = measure.function,
                    column = subject.column(&measure.column.name),
                    from = subject.from(),
                    join = moment.join.replace('\n', "\n  "),
                );
                let text = format!("{} of {} year over year", sentence(&measure.label()), subject.noun);
                question(self.kind(), text, sql, subject.tables(&[&moment.tables]))
            })
            .collect()
    }
}
