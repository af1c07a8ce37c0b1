//! Which questions fit a topic best.

use super::{Kind, Question, Ranked};
use crate::design::word::{Token, tokens};
use std::collections::BTreeMap;

/// A word of the topic that the question is about.
const WORD: f64 = 3.0;
/// The topic names this kind of question.
const KIND: f64 = 4.0;
/// What each further question of one kind costs, so that a short list shows several.
const REPEAT: f64 = 0.75;
/// What a question with many words that nobody asked for costs, for each of them.
const STRAY: f64 = 0.05;

/// Words by which a topic names a kind.
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Top, &["top", "best", "largest", "biggest", "most", "highest", "leading", "ranking"]),
    (Kind::Trend, &["trend", "month", "monthly", "over", "time", "growth", "development", "season", "seasonal"]),
    (Kind::ShareOfTotal, &["share", "percentage", "percent", "contribution", "mix", "breakdown", "distribution"]),
    (Kind::Cohort, &["cohort", "retention", "churn", "loyalty", "returning", "repeat"]),
    (Kind::YearOverYear, &["year", "yearly", "annual", "yoy", "growth"]),
    (Kind::Outliers, &["outlier", "anomaly", "unusual", "fraud", "extreme", "suspicious", "risk"]),
    (Kind::DataQuality, &["quality", "missing", "null", "duplicate", "incomplete", "empty", "validity"]),
];

/// Words of a topic that say nothing.
const NOISE: &[&str] = &[
    "the", "a", "an", "of", "by", "for", "and", "or", "in", "on", "per", "with", "to", "about", "analysis", "our",
    "all", "what", "which", "how",
];

/// The questions with their scores, the best first; of equals the earlier one. A kind that is there already comes later.
pub fn rank(questions: Vec<Question>, topic: &str) -> Vec<Ranked> {
    let topic: Vec<Token> =
        tokens(topic).into_iter().filter(|token| token.is_word() && !NOISE.contains(&token.text.as_str())).collect();
    let mut open: Vec<Ranked> = questions.into_iter().map(|question| score(question, &topic)).collect();
    open.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut seen: BTreeMap<Kind, usize> = BTreeMap::new();
    for ranked in &mut open {
        let count = seen.entry(ranked.question.kind).or_default();
        ranked.score -= REPEAT * *count as f64;
        *count += 1;
    }
    open.sort_by(|a, b| b.score.total_cmp(&a.score));
    open
}

fn score(question: Question, topic: &[Token]) -> Ranked {
    let matched: Vec<String> =
        topic.iter().filter(|token| question.words.contains(&token.stem)).map(|token| token.text.clone()).collect();
    let by_kind = KINDS.iter().find(|(kind, _)| *kind == question.kind).map_or(&[][..], |(_, words)| words);
    let names_kind = topic.iter().any(|token| by_kind.iter().any(|word| crate::design::word::stem(word) == token.stem));
    let stray = question.words.iter().filter(|word| !topic.iter().any(|token| token.stem == **word)).count();
    let score = WORD * matched.len() as f64 + if names_kind { KIND } else { 0.0 } - STRAY * stray as f64;
    Ranked { question, matched, score }
}
