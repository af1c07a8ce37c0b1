//! `rename X to Y` in the words that continue a proposal.

use super::draft::Draft;
use super::edit;
use super::vocabulary::{Address, bare_noun};
use super::word::{Kind, Token, stems, tokens};
use crate::model::{Name, ObjectId, Pair, QualifiedName, Renames, TableRole};

/// Does the renames of a prompt, and gives the prompt without them, and the renames by address.
pub fn rename(draft: &mut Draft, prompt: &str) -> (String, Renames) {
    let tokens = tokens(prompt);
    let mut rest = prompt.to_owned();
    let mut renames = Renames::default();
    // From the back, so that places in front of what is taken out stay the same.
    for at in (0..tokens.len()).rev() {
        let Some((from, to, end)) = renaming(&tokens, at) else { continue };
        let told = prompt[tokens[at].place.start..end].to_owned();
        match apply(draft, &from, &to) {
            Some(names) => {
                draft.understand(&[&told], format!("{} was {}", names.to, names.from));
                renames.insert(names);
            }
            None => draft.not_understood.push(told),
        }
        rest.replace_range(tokens[at].place.start..end, ".");
    }
    (rest, renames)
}

/// The words of the old and of the new name, and where the sentence goes on.
fn renaming(tokens: &[Token], at: usize) -> Option<(Vec<String>, String, usize)> {
    if !matches!(tokens[at].text.as_str(), "rename" | "renaming" | "call") {
        return None;
    }
    let is_end =
        |token: &Token| matches!(token.kind, Kind::Comma | Kind::Stop) || matches!(token.text.as_str(), "and" | "then");
    let words: Vec<&Token> = tokens[at + 1..].iter().take_while(|token| !is_end(token)).collect();
    let middle = words.iter().position(|token| matches!(token.text.as_str(), "to" | "into" | "as"))?;
    let skipped = ["the", "column", "table", "dimension", "fact", "dim", "field"];
    let old = words[..middle]
        .iter()
        .filter(|token| !skipped.contains(&token.text.as_str()))
        .map(|token| token.stem.clone())
        .collect();
    let new: Vec<&str> = words[middle + 1..].iter().map(|token| token.text.as_str()).collect();
    let end = words.last()?.place.end;
    (!new.is_empty()).then(|| (old, new.join("_"), end))
}

/// Addresses before and after.
fn apply(draft: &mut Draft, from: &[String], to: &str) -> Option<Pair<ObjectId>> {
    if let Some(table) = table(draft, from) {
        let prefix = match draft.schema.table(&table)?.role {
            TableRole::Dimension(_) => "dim_",
            TableRole::Fact(_) => "fact_",
            TableRole::Plain => "",
        };
        let new = table.sibling(format!("{prefix}{}", bare_noun(to)));
        if draft.schema.table(&new).is_some() {
            return None;
        }
        edit::rename_table(&mut draft.schema, &table, &new);
        for name in draft.order.iter_mut().filter(|name| **name == table) {
            *name = new.clone();
        }
        return Some(Pair::new(ObjectId::table(&table), ObjectId::table(&new)));
    }
    let address = column(draft, from)?;
    let new = Name::new(to);
    if draft.schema.table(&address.0)?.columns.contains_key(&new) {
        return None;
    }
    edit::rename_column(&mut draft.schema, &address, &new);
    Some(Pair::new(ObjectId::column(&address.0, &address.1), ObjectId::column(&address.0, &new)))
}

fn table(draft: &Draft, words: &[String]) -> Option<QualifiedName> {
    draft.visible().find(|table| stems(bare_noun(table.name.name.as_str())) == words).map(|table| table.name.clone())
}

/// By its own name, or behind that of its table; the only one of its name.
fn column(draft: &Draft, words: &[String]) -> Option<Address> {
    let mut found: Vec<Address> = Vec::new();
    for table in draft.visible() {
        let noun = stems(bare_noun(table.name.name.as_str()));
        let short = words.strip_prefix(&noun[..]).filter(|rest| !rest.is_empty());
        let is_it = |name: &&Name| {
            let name = stems(name.as_str());
            name == words || short.is_some_and(|short| name == short)
        };
        found.extend(table.columns.keys().filter(is_it).map(|name| (table.name.clone(), name.clone())));
    }
    match &found[..] {
        [only] => Some(only.clone()),
        _ => None,
    }
}
