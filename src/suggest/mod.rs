//! Questions worth asking of a schema, with their SQL.
//!
//! A table with something to measure is a subject ([`subject`]); each pattern (`pattern`) asks its question of every subject; the questions are ranked by
//! the words they share with the topic (`rank`). Columns marked as sensitive are never asked for.

mod pattern;
mod rank;
mod subject;

pub use pattern::PATTERNS;

use crate::dialect::Dialect;
use crate::model::Schema;
use schemars::JsonSchema;
use serde::Serialize;

/// What kind of question it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The largest ones.
    Top,
    /// By month.
    Trend,
    ShareOfTotal,
    /// Those that began together, month by month.
    Cohort,
    YearOverYear,
    /// Far from the mean.
    Outliers,
    /// Empty values and rows that are there twice.
    DataQuality,
}

/// A question and its SQL.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub kind: Kind,
    /// In English.
    pub text: String,
    pub sql: String,
    /// The tables it reads.
    pub tables: Vec<String>,
    /// Words that tell what it is about, as stems.
    words: Vec<String>,
}

/// A question with how well it fits the topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    pub question: Question,
    /// Words of the topic that it is about.
    pub matched: Vec<String>,
    pub score: f64,
}

/// All questions, the best first. The same schema and topic give the same list.
pub fn suggest(schema: &Schema, topic: &str, dialect: &dyn Dialect) -> Vec<Ranked> {
    let subjects = subject::subjects(schema, dialect);
    let questions =
        subjects.iter().flat_map(|subject| PATTERNS.iter().flat_map(|pattern| pattern.ask(subject))).collect();
    rank::rank(questions, topic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{self, DialectKind};
    use crate::spec::load_text;
    use std::path::Path;

    fn questions(kind: DialectKind, topic: &str) -> Vec<Ranked> {
        let text = include_str!("../../schema_specs/current.yml");
        let loaded = load_text(Path::new("current.yml"), text);
        assert!(!loaded.has_errors());
        suggest(&loaded.spec.schema, topic, dialect::of(kind).as_ref())
    }

    #[test]
    fn every_kind_of_question_is_asked_of_a_star() {
        let kinds: std::collections::BTreeSet<Kind> =
            questions(DialectKind::Sqlite, "loans").iter().map(|it| it.question.kind).collect();
        assert_eq!(kinds.len(), 7, "{kinds:?}");
    }

    #[test]
    fn the_topic_leads() {
        let first = &questions(DialectKind::Postgres, "principal paid by region")[0];
        assert!(
            first.question.sql.contains("region") && first.question.sql.contains("principal_paid"),
            "{}",
            first.question.sql
        );
        let outliers = &questions(DialectKind::Postgres, "outliers of principal")[0];
        assert_eq!(outliers.question.kind, Kind::Outliers);
    }

    #[test]
    fn each_engine_gets_its_own_sql() {
        let trend = |kind: DialectKind| {
            let all = questions(kind, "trend of principal by month");
            all.into_iter().find(|it| it.question.kind == Kind::Trend).map(|it| it.question.sql).unwrap_or_default()
        };
        insta::assert_snapshot!(
            [trend(DialectKind::Postgres), trend(DialectKind::Sqlite), trend(DialectKind::Mysql)].join("\n\n")
        );
    }
}
