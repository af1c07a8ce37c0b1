//! Which starters a prompt asks for.

use super::cue::{Stance, senses};
use super::reading::is_noise;
use super::starter::Starter;
use super::vocabulary::{Vocabulary, noun};
use super::word::{Token, stems, tokens};
use crate::model::Schema;
use std::collections::{BTreeMap, BTreeSet};

/// Weight of a phrase that asks for one starter.
const TOPIC: f64 = 3.0;
/// Weight of a table's name or another word for it, shared among the starters that have it.
const TABLE: f64 = 2.0;
/// Weight of a column's name, shared in the same way.
const COLUMN: f64 = 1.0;
/// Less than this is chance.
const LEAST: f64 = 1.9;

/// The starters that are asked for, the best one first; none if the prompt is about something else.
pub fn choose<'a>(prompt: &str, library: &'a [Starter]) -> Vec<&'a Starter> {
    let tokens = tokens(prompt);
    let senses = senses(&tokens);
    let refused: BTreeSet<usize> =
        (0..tokens.len()).filter(|at| senses[*at].stance == Stance::Refused || senses[*at].is_cue).collect();
    let profiles: Vec<Profile> = library.iter().map(Profile::of).collect();
    let spread = spread(&profiles);
    let mut open: Vec<(usize, Scored)> = profiles
        .iter()
        .map(|profile| profile.score(&tokens, &refused, &spread))
        .enumerate()
        .filter(|(_, scored)| scored.score >= LEAST)
        .collect();
    // Of a prompt that speaks of six things, a subject that knows one of them is not meant.
    let things = things(&tokens, &refused);
    open.retain(|(_, scored)| {
        let known = things.iter().filter(|at| scored.seen.contains(at)).count();
        let least = if scored.topics.is_empty() { COVERED_WITHOUT_TOPIC } else { COVERED };
        things.is_empty() || known as f64 >= least * things.len() as f64
    });
    // A stable sort: of equals the earlier starter wins.
    open.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
    let mut chosen: Vec<&Starter> = Vec::new();
    let mut explained: BTreeSet<usize> = BTreeSet::new();
    for (at, scored) in open {
        let is_new = scored.topics.iter().any(|phrase| phrase.iter().all(|token| !explained.contains(token)));
        if chosen.is_empty() || is_new && chosen.len() < MOST {
            explained.extend(scored.seen);
            chosen.push(&library[at]);
        }
    }
    chosen
}

/// Least part of the things in a prompt that a subject knows.
const COVERED: f64 = 0.3;

/// The same where no phrase asks for the subject, and only tables and columns of it are named.
const COVERED_WITHOUT_TOPIC: f64 = 0.5;

/// The words of a prompt that could be things: neither cues nor words that say nothing, nor columns and periods that any subject has.
fn things(tokens: &[Token], refused: &BTreeSet<usize>) -> BTreeSet<usize> {
    let general = Vocabulary::new(&Schema::default(), &[], &BTreeMap::new());
    let mut things = BTreeSet::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = (at..tokens.len()).find(|next| refused.contains(next)).unwrap_or(tokens.len());
        let stems: Vec<String> = tokens[at..end].iter().map(|token| token.stem.clone()).collect();
        match general.longest(&stems) {
            Some((length, _)) => at += length,
            None => {
                if at < end && !is_noise(&tokens[at].text) {
                    things.insert(at);
                }
                at += 1;
            }
        }
    }
    things
}

/// More subjects than this are no single schema.
const MOST: usize = 3;

/// The phrases by which a starter is known, as stems.
struct Profile {
    topics: BTreeSet<Vec<String>>,
    tables: BTreeSet<Vec<String>>,
    columns: BTreeSet<Vec<String>>,
}

/// How well a starter fits.
struct Scored {
    score: f64,
    /// The tokens of each topic that was found.
    topics: Vec<BTreeSet<usize>>,
    /// All tokens that it explains.
    seen: BTreeSet<usize>,
}

impl Profile {
    fn of(starter: &Starter) -> Self {
        let mut tables: BTreeSet<Vec<String>> = starter.schema.tables().map(noun).collect();
        let mut columns: BTreeSet<Vec<String>> =
            starter.schema.tables().flat_map(|table| table.columns.keys().map(|name| stems(name.as_str()))).collect();
        for (address, phrases) in &starter.aliases {
            let list = if address.contains('.') { &mut columns } else { &mut tables };
            list.extend(phrases.iter().map(|phrase| stems(phrase)));
        }
        Self { topics: starter.topics().collect(), tables, columns }
    }

    fn score(&self, tokens: &[Token], refused: &BTreeSet<usize>, spread: &[BTreeMap<Vec<String>, usize>; 3]) -> Scored {
        let mut scored = Scored { score: 0.0, topics: Vec::new(), seen: BTreeSet::new() };
        let mut told: BTreeSet<&Vec<String>> = BTreeSet::new();
        let lists = [(&self.topics, TOPIC), (&self.tables, TABLE), (&self.columns, COLUMN)];
        for ((list, weight), spread) in lists.into_iter().zip(spread) {
            for phrase in list {
                let places = places(phrase, tokens, refused);
                if places.is_empty() {
                    continue;
                }
                if told.insert(phrase) {
                    // Longer phrases are less likely to be chance.
                    let length = 1.0 + 0.25 * (phrase.len() - 1) as f64;
                    scored.score += weight * length / spread.get(phrase).copied().unwrap_or(1) as f64;
                }
                if weight == TOPIC {
                    scored.topics.extend(places.iter().cloned());
                }
                scored.seen.extend(places.into_iter().flatten());
            }
        }
        scored
    }
}

/// Where a phrase stands, by the positions of its tokens.
fn places(phrase: &[String], tokens: &[Token], refused: &BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
    if phrase.is_empty() {
        return Vec::new();
    }
    let is_here = |at: usize| {
        (0..phrase.len()).all(|offset| tokens[at + offset].stem == phrase[offset] && !refused.contains(&(at + offset)))
    };
    (0..(tokens.len() + 1).saturating_sub(phrase.len()))
        .filter(|at| is_here(*at))
        .map(|at| (at..at + phrase.len()).collect())
        .collect()
}

/// By how many starters each phrase is known in each list: topics, tables, columns.
fn spread(profiles: &[Profile]) -> [BTreeMap<Vec<String>, usize>; 3] {
    let mut spread: [BTreeMap<Vec<String>, usize>; 3] = Default::default();
    for profile in profiles {
        for (known, list) in spread.iter_mut().zip([&profile.topics, &profile.tables, &profile.columns]) {
            for phrase in list {
                *known.entry(phrase.clone()).or_default() += 1;
            }
        }
    }
    spread
}
