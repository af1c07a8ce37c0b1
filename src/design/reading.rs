//! A prompt read: what it mentions, how each is meant, and whose it is.

use super::cue::{Role, Sense, Stance, senses};
use super::vocabulary::{Meaning, Vocabulary};
use super::word::{Kind, Token, tokens};
use crate::model::QualifiedName;
use std::ops::Range;

/// Something that a prompt mentions.
#[derive(Clone, Debug)]
pub struct Mention {
    /// By position in [`Reading::tokens`].
    pub tokens: Range<usize>,
    /// Nothing for words that are not known.
    pub meaning: Option<Meaning>,
    pub sense: Sense,
    /// Whose it is, where that is said: `customer email`, `email of customers`, `customers (name, email)`.
    pub owner: Option<Owner>,
}

/// The thing that a column is said to be of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Table(QualifiedName),
    /// A thing that is not known, by its position among the mentions.
    Mention(usize),
}

/// A prompt, read.
#[derive(Debug)]
pub struct Reading {
    pub tokens: Vec<Token>,
    pub mentions: Vec<Mention>,
}

/// Words that name nothing.
const NOISE: &str = "a an the this that these those some any all every each other another such its their our my your his her of for from to in on at into over \
    under about as is are be been being was were it we i you they he she them us who whom whose which what when where why how and or nor both either then than so too very \
    create make build design draft propose generate give set up produce model schema schemas database databases db data datamart mart warehouse lakehouse layout structure \
    please want need like would could should must can will may shall let us help me new simple small basic good proper clean complete full detailed comprehensive \
    analysis analyses analytics analytic analyse analyze analyzing reporting report reports dashboard dashboards bi insight insights tracking track understand monitor monitoring \
    management system systems platform application applications app apps tool tools software company companies business use uses used using support supports \
    information info details detail related relevant various multiple different several many more most few number level levels based type types kind kinds \
    column columns table tables field fields attribute attributes fact facts dimension dimensions measure measures metric metrics row rows record records \
    with without per by including include also plus only just do does did not no yes have has having if else via through between among within during \
    day-to-day modern typical standard classic sql postgres postgresql mysql mariadb sqlite engine spec yaml store stores storing keep keeping hold holds holding \
    see show showing look looking think grain granular granularity key keys well able there here up out well-designed one two three four five center around centred centered \
    manage manages managing rename renamed called call named change make get gets able internal online real world own things stuff etc eg ie \
    add remove drop delete aggregate aggregated summary summaries breakdown trend trends trending purpose purposes";

/// Whether a word names nothing by itself.
pub fn is_noise(word: &str) -> bool {
    NOISE.split_ascii_whitespace().any(|noise| noise == word) || word.chars().all(|c| c.is_ascii_digit())
}

/// Reads a prompt.
pub fn read(prompt: &str, vocabulary: &Vocabulary) -> Reading {
    let tokens = tokens(prompt);
    let senses = senses(&tokens);
    let mut mentions = mentions(&tokens, &senses, vocabulary);
    let owners = (0..mentions.len()).map(|at| owner(&tokens, &mentions, at)).collect::<Vec<_>>();
    for (mention, owner) in mentions.iter_mut().zip(owners) {
        mention.owner = owner;
    }
    Reading { tokens, mentions }
}

impl Reading {
    /// The words of a mention as they stand in the prompt, in lower case.
    pub fn words(&self, mention: &Mention) -> Vec<&str> {
        self.tokens[mention.tokens.clone()].iter().map(|token| token.text.as_str()).collect()
    }

    pub fn stems(&self, mention: &Mention) -> Vec<String> {
        self.tokens[mention.tokens.clone()].iter().map(|token| token.stem.clone()).collect()
    }

    pub fn wanted(&self) -> impl Iterator<Item = (usize, &Mention)> {
        self.mentions.iter().enumerate().filter(|(_, mention)| mention.sense.stance == Stance::Wanted)
    }

    /// What is refused. `no customer email` refuses the e-mail, and not the customer.
    pub fn refused(&self) -> impl Iterator<Item = &Mention> {
        let refused = self.mentions.iter().enumerate().filter(|(_, mention)| mention.sense.stance == Stance::Refused);
        refused.filter(|(at, mention)| !self.is_owner_beside(*at, mention)).map(|(_, mention)| mention)
    }

    /// Whether the next mention, in the same breath, is of this one.
    fn is_owner_beside(&self, at: usize, mention: &Mention) -> bool {
        let Some(Meaning::Table { table, .. }) = &mention.meaning else { return false };
        let next = self.mentions.get(at + 1);
        next.is_some_and(|next| {
            next.tokens.start == mention.tokens.end && next.owner == Some(Owner::Table(table.clone()))
        })
    }
}

fn mentions(tokens: &[Token], senses: &[Sense], vocabulary: &Vocabulary) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at].is_word() || senses[at].is_cue {
            at += 1;
            continue;
        }
        let run =
            (at..tokens.len()).take_while(|next| tokens[*next].is_word() && !senses[*next].is_cue).last().unwrap_or(at);
        let stems: Vec<String> = tokens[at..=run].iter().map(|token| token.stem.clone()).collect();
        let noise = is_noise(&tokens[at].text);
        match vocabulary
            .longest(&stems)
            .filter(|(length, meaning)| !noise || *length > 1 || is_said(meaning, senses[at]))
        {
            Some((length, meaning)) if is_compound(&mentions, tokens, at, &meaning) => {
                if let Some(last) = mentions.last_mut() {
                    last.tokens.end = at + length;
                }
                at += length;
            }
            Some((length, meaning)) => {
                mentions.push(Mention {
                    tokens: at..at + length,
                    meaning: Some(meaning),
                    sense: senses[at],
                    owner: None,
                });
                at += length;
            }
            None => {
                if !noise {
                    add_unknown(&mut mentions, at, senses[at]);
                }
                at += 1;
            }
        }
    }
    mentions
}

/// Whether a known column is the last word of something unknown: the weight of `honey weight` is not that of a hive. What is named elsewhere by itself
/// is a thing that has the column.
fn is_compound(mentions: &[Mention], tokens: &[Token], at: usize, meaning: &Meaning) -> bool {
    let Some(last) = mentions.last().filter(|last| last.meaning.is_none() && last.tokens.end == at) else {
        return false;
    };
    let stems = |range: Range<usize>| tokens[range].iter().map(|token| token.stem.as_str()).collect::<Vec<_>>();
    let own = stems(last.tokens.clone());
    let stands_alone = |start: usize| {
        let next = tokens.get(start + own.len());
        start != last.tokens.start
            && stems(start..start + own.len()) == own
            && next.is_none_or(|next| !next.is_word() || is_noise(&next.text))
    };
    let is_elsewhere = (0..tokens.len().saturating_sub(own.len())).any(stands_alone);
    matches!(meaning, Meaning::Attribute(_) | Meaning::Period(_)) && !tokens[at - 1].is_plural() && !is_elsewhere
}

/// Words such as `company` or `store` that mostly say nothing are names of tables where the prompt counts by them or calls them so.
fn is_said(meaning: &Meaning, sense: Sense) -> bool {
    matches!(meaning, Meaning::Table { .. } | Meaning::Columns { .. }) && sense.role != Role::Anything
        || matches!(meaning, Meaning::Table { alias: false, .. })
}

/// Unknown words in a row are one thing: `honey harvest`.
fn add_unknown(mentions: &mut Vec<Mention>, at: usize, sense: Sense) {
    match mentions.last_mut() {
        Some(last) if last.meaning.is_none() && last.tokens.end == at => last.tokens.end = at + 1,
        Some(_) | None => mentions.push(Mention { tokens: at..at + 1, meaning: None, sense, owner: None }),
    }
}

/// Whose the mention at a position is.
fn owner(tokens: &[Token], mentions: &[Mention], at: usize) -> Option<Owner> {
    let mention = &mentions[at];
    if matches!(
        mention.meaning,
        Some(Meaning::Table { .. } | Meaning::Period(_) | Meaning::Style(_) | Meaning::History | Meaning::Topic)
    ) {
        return None;
    }
    beside(tokens, mentions, at).or_else(|| behind(tokens, mentions, at)).or_else(|| listed(tokens, mentions, at))
}

/// `customer email`: the thing right in front, in the same breath.
fn beside(tokens: &[Token], mentions: &[Mention], at: usize) -> Option<Owner> {
    let before = at.checked_sub(1)?;
    let gap = &tokens[mentions[before].tokens.end..mentions[at].tokens.start];
    (gap.is_empty() && is_thing(&mentions[before])).then(|| thing(mentions, before)).flatten()
}

/// `email and phone of each customer`: the thing behind the list that this is in.
fn behind(tokens: &[Token], mentions: &[Mention], at: usize) -> Option<Owner> {
    let mut last = at;
    loop {
        let end = mentions[last].tokens.end;
        let next = mentions.get(last + 1)?;
        let gap: Vec<&str> = tokens[end..next.tokens.start].iter().map(|token| token.text.as_str()).collect();
        let (first, rest) = gap.split_first()?;
        match *first {
            "of" | "from" if rest.iter().all(|word| ["the", "a", "an", "each", "every", "all"].contains(word)) => {
                return is_thing(next).then(|| thing(mentions, last + 1)).flatten();
            }
            "," | "and" | "or"
                if rest.iter().all(|word| ["the", "and", "or", "their"].contains(word)) && !is_thing(next) =>
            {
                last += 1
            }
            _ => return None,
        }
    }
}

/// `customers (name, email)`, `customers: name, email`, `customers with name and email`: the thing that opens the list.
fn listed(tokens: &[Token], mentions: &[Mention], at: usize) -> Option<Owner> {
    const OPENERS: &[&str] =
        &["with", "including", "include", "includes", "having", "containing", "contains", "has", "have"];
    for before in (0..at).rev() {
        let gap = &tokens[mentions[before].tokens.end..mentions[before + 1].tokens.start];
        let opens = gap
            .iter()
            .any(|token| matches!(token.kind, Kind::Open | Kind::Colon) || OPENERS.contains(&token.text.as_str()));
        let is_part = gap.iter().all(|token| {
            matches!(token.kind, Kind::Comma)
                || ["and", "or", "a", "an", "the", "their", "its"].contains(&token.text.as_str())
        });
        let by_colon = gap.iter().any(|token| token.kind == Kind::Colon);
        // Behind a colon the subject as a whole is spelled out: `a museum: artists and paintings`.
        if by_colon && mentions[before].meaning.is_none() && !tokens[mentions[before].tokens.end - 1].is_plural() {
            return None;
        }
        if opens {
            let plain = gap.iter().all(|token| !matches!(token.kind, Kind::Stop | Kind::Close | Kind::Comma));
            return (plain && is_thing(&mentions[before])).then(|| thing(mentions, before)).flatten();
        }
        if !is_part || is_thing(&mentions[before]) && mentions[before].meaning.is_some() {
            return None;
        }
    }
    None
}

/// Whether a mention may have columns.
fn is_thing(mention: &Mention) -> bool {
    matches!(mention.meaning, Some(Meaning::Table { .. }) | None)
}

fn thing(mentions: &[Mention], at: usize) -> Option<Owner> {
    match &mentions[at].meaning {
        Some(Meaning::Table { table, .. }) => Some(Owner::Table(table.clone())),
        None => Some(Owner::Mention(at)),
        Some(_) => None,
    }
}
