//! Prompts over all subjects: what they ask for is there, and what they refuse is not.

use super::*;
use crate::spec::lint;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    prompt: String,
    /// Parts of `table.column` that have to be found.
    has: Vec<String>,
    /// Parts that must not be found.
    lacks: Vec<String>,
}

fn library() -> Vec<Starter> {
    let parts: Vec<(String, String)> =
        PARTS.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    STARTERS
        .iter()
        .map(|(name, text)| {
            read_starter(name, text, &parts, "test").unwrap_or_else(|error| panic!("{error}: {error:#?}"))
        })
        .collect()
}

fn date() -> Table {
    calendar(PARTS[0].1).unwrap()
}

/// `table.column` of every column, and each table by itself.
fn addresses(schema: &Schema) -> Vec<String> {
    let columns =
        |table: &Table| table.columns.keys().map(|column| format!("{}.{column}", table.name.name)).collect::<Vec<_>>();
    schema.tables().flat_map(columns).collect()
}

#[test]
fn every_starter_is_a_good_spec_by_itself() {
    for starter in library() {
        assert!(starter.schema.tables().any(|table| table.comment.is_some()), "{}", starter.name);
        assert_eq!(review(&mut starter.schema.clone()), [], "{}", starter.name);
    }
}

#[test]
fn prompts_get_what_they_ask_for() {
    let text = include_str!("../../tests/fixtures/design/prompts.jsonl");
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (library, date) = (library(), date());
    let mut wrong = Vec::new();
    for case in &cases {
        let proposal = match design(&case.prompt, &library, None, &date) {
            Ok(proposal) => proposal,
            Err(error) => {
                wrong.push(format!("{}: {error:?}", case.prompt));
                continue;
            }
        };
        let addresses = addresses(&proposal.schema);
        let found = |part: &String| addresses.iter().any(|address| address.contains(part.as_str()));
        let missing: Vec<&String> = case.has.iter().filter(|part| !found(part)).collect();
        let refused: Vec<&String> = case.lacks.iter().filter(|part| found(part)).collect();
        let loaded = load_text(Path::new("a.yml"), &write(&proposal.schema, "a", &Renames::default(), 0));
        let warnings: Vec<String> =
            lint(&loaded.spec).into_iter().map(|it| format!("{} {}", it.code, it.message)).collect();
        if !missing.is_empty() || !refused.is_empty() || !proposal.not_understood.is_empty() || !warnings.is_empty() {
            wrong.push(format!(
                "{}\n   missing {missing:?} refused {refused:?} not understood {:?} warnings {warnings:?}\n   starters {:?} assumed {:?} tables {:?}",
                case.prompt,
                proposal.not_understood,
                proposal.starters,
                proposal.assumed,
                proposal.schema.tables().map(|table| table.name.to_string()).collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {} are wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
