//! Of those who came first in one month, how many come again in later ones.

use super::{Pattern, question};
use crate::design::word::singular;
use crate::suggest::subject::Subject;
use crate::suggest::{Kind, Question};

pub struct Cohort;

impl Pattern for Cohort {
    fn kind(&self) -> Kind {
        Kind::Cohort
    }

    fn ask(&self, subject: &Subject<'_>) -> Vec<Question> {
        let Some(moment) = &subject.moment else { return Vec::new() };
        let month = subject.month(moment);
        let actors = subject.actors.iter();
        actors
            .map(|actor| {
                let rows = format!("SELECT {} AS actor, {month} AS month\n  {}{}", actor.select, subject.from(), moment.join.replace('\n', "\n  "));
                let sql = format!(
                    "WITH activity AS (\n  {rows}\n),\nfirst_month AS (\n  SELECT actor, MIN(month) AS cohort\n  FROM activity\n  GROUP BY actor\n)\n\
                     SELECT first_month.cohort, activity.month, COUNT(DISTINCT activity.actor) AS active\nFROM activity\n\
                     JOIN first_month ON first_month.actor = activity.actor\nGROUP BY first_month.cohort, activity.month\nORDER BY 1, 2",
                );
                let text = format!(
                    "Cohorts of {} by the month of their first {}: how many are active in each later month",
                    actor.label,
                    singular(&subject.noun)
                );
                question(self.kind(), text, sql, subject.tables(&[&moment.tables, &actor.tables]))
            })
            .collect()
    }
}
