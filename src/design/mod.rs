//! From words to a schema, without a model: starters that are written by hand, chosen and combined by what a prompt asks for.
//!
//! A prompt comes apart into words ([`word`]), some of which say how the others are meant (`cue`: wanted, refused, to count by). Starters are chosen
//! by the words that only they know (`choice`), and what the prompt mentions is looked up in their tables (`vocabulary`, `reading`). Then the draft is
//! made what was asked for (`fulfil`), taken apart into third normal form where that is wanted (`normal_form`), and looked at once more (`review`).
//! What was not understood is told, word by word. The same prompt gives the same bytes.

mod against;
mod attribute;
mod choice;
mod cue;
mod draft;
mod edit;
mod fulfil;
mod library;
mod normal_form;
mod reading;
mod refine;
mod review;
mod starter;
#[cfg(test)]
mod tests;
mod vocabulary;
pub mod word;

pub use against::{TableDifference, TableState, against};
pub use draft::Understood;
pub use library::{PARTS, STARTERS};
pub use review::{Repair, documentation as review_documentation, review};
pub use starter::{Starter, StarterError, read as read_starter};
pub use vocabulary::Style;

use crate::diagnostic::Diagnostic;
use crate::model::{QualifiedName, Renames, Schema, Table, TableRole};
use crate::spec::{self, EmitOptions, Manages, SourceFile, load_text};
use draft::Draft;
use reading::{Reading, read};
use std::collections::BTreeSet;
use std::path::Path;
use vocabulary::{Meaning, Vocabulary};

/// A schema for a prompt.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub schema: Schema,
    /// What the schema is called: the words of the prompt that say what it is about.
    pub warehouse: String,
    pub style: Style,
    /// Names of the starters that it is made from.
    pub starters: Vec<String>,
    /// What a refinement calls by another name.
    pub renames: Renames,
    pub understood: Vec<Understood>,
    pub assumed: Vec<String>,
    pub not_understood: Vec<String>,
    pub repairs: Vec<Repair>,
}

/// Why there is no proposal.
#[derive(Debug, thiserror::Error)]
pub enum DesignError {
    #[error("the prompt says nothing")]
    Empty,
    /// No starter fits, and nothing in the prompt could be a table.
    #[error("nothing in the prompt names something to keep: {}", words.join(", "))]
    NothingNamed { words: Vec<String> },
    #[error("nothing is left of the schema: everything in it was refused")]
    NothingLeft,
    /// A mistake in a template of the user's, or in dbx.
    #[error("what came out is no valid spec")]
    Invalid { diagnostics: Vec<Diagnostic>, sources: Vec<SourceFile> },
}

/// Designs a schema. `forced` is the starter that was asked for by name.
pub fn design(
    prompt: &str,
    library: &[Starter],
    forced: Option<&Starter>,
    calendar: &Table,
) -> Result<Proposal, DesignError> {
    if !word::tokens(prompt).iter().any(word::Token::is_word) {
        return Err(DesignError::Empty);
    }
    let mut chosen: Vec<&Starter> = forced.into_iter().collect();
    let others = choice::choose(prompt, library);
    chosen.extend(
        others
            .into_iter()
            .filter(|other| forced.is_none_or(|forced| forced.name != other.name))
            .take(if forced.is_some() { 0 } else { MOST }),
    );
    let mut draft = Draft::of_starters(&chosen);
    let reading = read(prompt, &vocabulary(&draft, &chosen));
    fulfil::fulfil(&mut draft, &reading, calendar);
    if draft.style == Some(Style::Normalized) {
        normal_form::normalize(&mut draft);
    }
    if draft.schema.tables().next().is_none() {
        return Err(if chosen.is_empty() { nothing_named(&reading) } else { DesignError::NothingLeft });
    }
    let warehouse = title(&reading)
        .or_else(|| chosen.first().map(|starter| starter.name.clone()))
        .unwrap_or_else(|| "design".to_owned());
    finish(draft, warehouse, chosen.iter().map(|starter| starter.name.clone()).collect(), Renames::default())
}

/// A schema that somebody else proposes.
#[derive(Clone, Debug)]
pub struct Suggestion {
    pub schema: Schema,
    pub warehouse: String,
    pub renames: Renames,
    pub understood: Vec<Understood>,
    pub not_understood: Vec<String>,
}

/// Gives a suggestion the second look that every proposal gets.
pub fn look_over(suggestion: Suggestion) -> Result<Proposal, DesignError> {
    let Suggestion { schema, warehouse, renames, understood, not_understood } = suggestion;
    let is_star = schema.tables().any(|table| table.role != TableRole::Plain);
    let style = if is_star { Style::Star } else { Style::Normalized };
    let draft = Draft { style: Some(style), understood, not_understood, ..Draft::of_schema(schema) };
    finish(draft, warehouse, Vec::new(), renames)
}

/// Starters that are looked at together; [`choice::choose`] gives no more.
const MOST: usize = 3;

/// Changes a schema by words: what is to be added, left out or renamed. The starter that has most in common with it offers what else belongs to its subject.
pub fn refine(
    prompt: &str,
    base: Schema,
    warehouse: &str,
    library: &[Starter],
    calendar: &Table,
) -> Result<Proposal, DesignError> {
    if !word::tokens(prompt).iter().any(word::Token::is_word) {
        return Err(DesignError::Empty);
    }
    let mut draft = Draft::of_schema(base);
    let (rest, renames) = refine::rename(&mut draft, prompt);
    let nearest = nearest(&draft, library);
    if let Some(starter) = nearest {
        draft.offer(starter);
    }
    let reading = read(&rest, &vocabulary(&draft, nearest.as_slice()));
    fulfil::fulfil(&mut draft, &reading, calendar);
    if draft.schema.tables().next().is_none() {
        return Err(DesignError::NothingLeft);
    }
    finish(draft, warehouse.to_owned(), Vec::new(), renames)
}

/// The starter with most tables of the same names.
fn nearest<'a>(draft: &Draft, library: &'a [Starter]) -> Option<&'a Starter> {
    let shared = |starter: &Starter| starter.order.iter().filter(|name| draft.schema.table(name).is_some()).count();
    let best = library.iter().map(|starter| (shared(starter), starter)).rev().max_by_key(|(count, _)| *count);
    // The calendar alone is no common subject.
    best.filter(|(count, _)| *count > 1).map(|(_, starter)| starter)
}

fn vocabulary(draft: &Draft, starters: &[&Starter]) -> Vocabulary {
    let mut vocabulary = Vocabulary::new(&draft.schema, &draft.order, &draft.aliases);
    for starter in starters {
        vocabulary.add_topics(starter.topics());
    }
    vocabulary
}

/// Looks the draft over, and reads it back from what would be written: what is proposed is what a file holds.
fn finish(
    mut draft: Draft,
    warehouse: String,
    starters: Vec<String>,
    renames: Renames,
) -> Result<Proposal, DesignError> {
    let repairs = review::review(&mut draft.schema);
    let text = write(&draft.schema, &warehouse, &Renames::default(), 0);
    let loaded = load_text(Path::new("proposal.yml"), &text);
    if loaded.has_errors() {
        return Err(DesignError::Invalid { diagnostics: loaded.diagnostics, sources: loaded.sources });
    }
    Ok(Proposal {
        schema: loaded.spec.schema,
        warehouse,
        style: draft.style.unwrap_or(Style::Star),
        starters,
        renames,
        understood: draft.understood,
        assumed: draft.assumed,
        not_understood: draft.not_understood,
        repairs,
    })
}

/// The text of a spec that holds this schema. `depth` is how many folders below the project's root it is going to lie.
pub fn write(schema: &Schema, warehouse: &str, renames: &Renames, depth: usize) -> String {
    spec::emit(
        schema,
        &EmitOptions {
            dialect: None,
            warehouse: Some(warehouse.to_owned()),
            renames: renames.clone(),
            lists_unmanaged: false,
            manages: Manages::default(),
            depth,
        },
    )
}

/// Words that say what it is about, at most four, as a name.
fn title(reading: &Reading) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (_, mention) in reading.wanted() {
        let says = !matches!(mention.meaning, Some(Meaning::Style(_) | Meaning::Period(_) | Meaning::History));
        if says && mention.sense.role != cue::Role::Axis {
            words.extend(reading.words(mention).into_iter().filter(|word| seen.insert(word)));
        }
    }
    words.truncate(LONGEST_TITLE);
    (!words.is_empty()).then(|| words.join("_"))
}

const LONGEST_TITLE: usize = 4;

fn nothing_named(reading: &Reading) -> DesignError {
    let words = reading.mentions.iter().map(|mention| reading.words(mention).join(" ")).collect::<Vec<_>>();
    let words = if words.is_empty() { vec!["only words such as `create` and `schema`".to_owned()] } else { words };
    DesignError::NothingNamed { words }
}

/// The date dimension of [`PARTS`], or of a user's own part of that name.
pub fn calendar(part: &str) -> Result<Table, StarterError> {
    let text = format!("version: 1\nentities:\n  dimensions:\n{part}");
    let starter = read_starter("parts/date", &text, &[], "calendar")?;
    let first = starter.schema.tables().next().cloned();
    first.ok_or(StarterError::Address {
        name: "parts/date".into(),
        variable: "entities",
        address: QualifiedName::bare("dim_date").to_string(),
    })
}
