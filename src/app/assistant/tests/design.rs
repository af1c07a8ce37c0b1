//! Whatever a model proposes: it loads without an error, or it is refused with the answer kept.

use super::super::design::{DesignTask, ModelDesign, design, emitted};
use super::{assistant, context, files, wait};
use crate::app::AppError;
use crate::llm::LlmError;
use crate::model::QualifiedName;
use crate::spec::load_text;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;

const TASK: DesignTask<'static> = DesignTask { request: "payments by company", current: None, dialect: None };

fn good() -> Value {
    json!({
        "version": 1,
        "warehouse": "loans",
        "entities": {
            "dimensions": [{
                "name": "dim_company", "surrogate_key": "company_key", "natural_key": "company_id", "scd": 2,
                "columns": [
                    { "name": "company_id", "type": "VARCHAR(50)", "nullable": false },
                    { "name": "region", "type": "VARCHAR(40)" },
                ],
            }],
            "facts": [{
                "name": "fact_payments", "grain": "payment_id",
                "foreign_keys": [{ "column": "company_key", "references": "dim_company(company_key)" }],
                "measures": [{ "name": "paid", "type": "DECIMAL(18,2)", "additivity": "additive" }],
                "columns": [{ "name": "payment_id", "type": "BIGINT", "nullable": false }],
            }],
        },
    })
}

fn answer(spec: &Value) -> String {
    json!({ "spec": spec, "understood": [{ "words": "payments", "meaning": "fact_payments" }], "not_understood": [] })
        .to_string()
}

/// The design, and the files that were written meanwhile.
fn designed(texts: &[String], repairs: usize) -> (Result<ModelDesign, AppError>, Vec<(String, String)>) {
    let folder = tempfile::tempdir().unwrap();
    let result = wait(design(&context(folder.path()), &assistant(texts, repairs), TASK));
    let files = files(folder.path());
    let text = |path: &String| std::fs::read_to_string(folder.path().join(path)).unwrap();
    (result, files.iter().map(|path| (path.clone(), text(path))).collect())
}

#[test]
fn a_good_answer_becomes_a_spec() {
    let (result, files) = designed(&[answer(&good())], 0);
    let design = result.unwrap();
    assert_eq!(design.spec.schema.tables().count(), 2);
    assert!(emitted(&design.spec).contains("fact_payments"));
    assert_eq!((design.report.spent.calls, design.report.spent.usage.total()), (1, 15));
    assert_eq!(design.understood[0].words, "payments");
    assert_eq!(files, []);
}

/// The good spec with one thing put at `pointer`.
fn with(pointer: &str, value: Value) -> String {
    let mut spec = good();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = spec.pointer_mut(parent).unwrap();
    match parent {
        Value::Object(members) => drop(members.insert(key.to_owned(), value)),
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        _ => panic!("{pointer} is in nothing"),
    }
    answer(&spec)
}

fn hallucinations() -> Vec<String> {
    let company = "/entities/dimensions/0";
    let fact = "/entities/facts/0";
    vec![
        with(&format!("{company}/columns/0/type"), json!("MONEYBAGS(3)")),
        with(&format!("{company}/columns/0/type"), json!("VARCHAR(50); DROP TABLE x")),
        with(&format!("{fact}/measures/0/type"), json!("NUMBERISH")),
        with(&format!("{company}/shard_key"), json!("region")),
        with(&format!("{company}/columns/1/encrypted"), json!(true)),
        with("/functions", json!([{ "name": "f", "definition": "DROP TABLE x" }])),
        with("/include", json!(["/etc/passwd"])),
        with(&format!("{fact}/foreign_keys/0/references"), json!("dim_ghost(ghost_key)")),
        with(&format!("{fact}/foreign_keys/0/references"), json!("dim_company(ghost_key)")),
        with(&format!("{fact}/grain"), json!("ghost_id")),
        with(&format!("{company}/natural_key"), json!("ghost")),
        with(&format!("{fact}/measures/0/additivity"), json!("sometimes")),
        with("/version", json!(7)),
        with("/entities/dimensions", json!([good()["entities"]["dimensions"][0], good()["entities"]["dimensions"][0]])),
        with("/entities", json!({})),
        answer(&json!({ "version": 1 })),
        answer(&json!([])),
        "{\"spec\": {\"version\": 1}".into(),
        "Here is your schema: CREATE TABLE x (a int);".into(),
        String::new(),
    ]
}

#[test]
fn hallucinations_never_become_a_spec_and_are_kept() {
    for text in hallucinations() {
        let (result, files) = designed(std::slice::from_ref(&text), 1);
        let error = result.map(|design| emitted(&design.spec)).unwrap_err();
        let AppError::Model { source, kept, .. } = &error else { panic!("{error}") };
        assert!(matches!(**source, LlmError::Unusable { answers: 2, .. }), "{error}");
        if text.is_empty() {
            assert_eq!(files, []);
            continue;
        }
        let kept = kept.as_ref().unwrap().display().to_string();
        assert_eq!(files, [(kept.clone(), text)], "the answer is kept, and nothing else is written");
        assert!(error.hints().iter().any(|hint| hint.contains(&kept)));
    }
}

#[test]
fn a_model_that_mends_its_answer_is_heard() {
    for text in hallucinations() {
        let (result, files) = designed(&[text.clone(), answer(&good())], 1);
        let design = result.unwrap_or_else(|error| panic!("{error} after {text}"));
        assert_eq!(design.report.spent.calls, 2);
        assert_eq!(design.report.notes.len(), 1, "{:?}", design.report.notes);
        assert_eq!(files, []);
    }
}

/// Sensitive names stay at home when a proposal is continued, and are in it again afterwards.
#[test]
fn private_names_go_out_under_another() {
    let text = "version: 1\nentities:\n  tables:\n    - {name: people, columns: [{name: id, type: INT}, {name: password_hash, type: TEXT}]}\n";
    let current = load_text(Path::new("a.yml"), text).spec;
    let task = DesignTask { request: "make password_hash not null", current: Some(&current), dialect: None };
    let columns = json!([{ "name": "id", "type": "INT" }, { "name": "private_1", "type": "TEXT", "nullable": false }]);
    let spec = json!({ "version": 1, "entities": { "tables": [{ "name": "people", "columns": columns }] } });
    let folder = tempfile::tempdir().unwrap();
    let (context, model) = (context(folder.path()), assistant(&[answer(&spec)], 0));
    let prompt = super::super::design::filled_in(&context, task).unwrap().0;
    assert!(!prompt.user.contains("password") && prompt.user.contains("make private_1 not null"), "{}", prompt.user);
    let design = wait(design(&context, &model, task)).unwrap();
    let table = design.spec.schema.table(&QualifiedName::bare("people")).unwrap();
    assert!(!table.columns["password_hash"].nullable);
}

/// One change to a document, somewhere.
#[derive(Clone, Debug)]
enum Mutation {
    Remove,
    Null,
    Text(String),
    Number(i64),
    Nested,
    Twice,
    Extra(String),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let word = prop_oneof![
        Just("dim_ghost(ghost_key)".to_owned()),
        Just("MONEY".to_owned()),
        Just("company_key".to_owned()),
        Just("fact_payments".to_owned()),
        Just("a; DROP TABLE b".to_owned()),
        "[a-z_]{0,12}",
        ".{0,8}",
    ];
    prop_oneof![
        Just(Mutation::Remove),
        Just(Mutation::Null),
        word.clone().prop_map(Mutation::Text),
        any::<i64>().prop_map(Mutation::Number),
        Just(Mutation::Nested),
        Just(Mutation::Twice),
        word.prop_map(Mutation::Extra),
    ]
}

/// Changes the place of this number, counted in depth.
fn mutate(value: &mut Value, place: &mut usize, mutation: &Mutation) -> bool {
    match value {
        Value::Object(members) => {
            for key in members.keys().cloned().collect::<Vec<_>>() {
                if *place == 0 {
                    *place = usize::MAX;
                    match mutation {
                        Mutation::Remove => drop(members.shift_remove(&key)),
                        Mutation::Extra(word) => drop(members.insert(word.clone(), json!(word))),
                        other => apply(&mut members[&key], other),
                    }
                    return true;
                }
                *place -= 1;
                if members.get_mut(&key).is_some_and(|member| mutate(member, place, mutation)) {
                    return true;
                }
            }
            false
        }
        Value::Array(items) => items.iter_mut().any(|item| mutate(item, place, mutation)),
        _ => false,
    }
}

fn apply(value: &mut Value, mutation: &Mutation) {
    *value = match mutation {
        Mutation::Null | Mutation::Remove | Mutation::Extra(_) => Value::Null,
        Mutation::Text(text) => json!(text),
        Mutation::Number(number) => json!(number),
        Mutation::Nested => json!({ "a": value }),
        Mutation::Twice => json!([value, value]),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_answer_is_a_good_spec_or_none(
        mutations in prop::collection::vec((0_usize..40, mutation()), 1..4),
    ) {
        let mut spec = good();
        for (place, mutation) in &mutations {
            mutate(&mut spec, &mut place.clone(), mutation);
        }
        let text = answer(&spec);
        let (result, files) = designed(std::slice::from_ref(&text), 0);
        match result {
            Ok(design) => {
                let text = emitted(&design.spec);
                let loaded = load_text(Path::new("a.yml"), &text);
                prop_assert!(!loaded.has_errors(), "{:?}\n{}", loaded.diagnostics, text);
                let schema = &loaded.spec.schema;
                for key in schema.tables().flat_map(|table| table.foreign_keys()) {
                    let target = schema.table(&key.references);
                    prop_assert!(target.is_some_and(|it| key.referenced_columns.iter().all(|name| it.columns.contains_key(name))));
                }
                prop_assert_eq!(files.len(), 0);
            }
            Err(AppError::Model { source, kept, .. }) => {
                prop_assert!(matches!(*source, LlmError::Unusable { .. }), "{}", source);
                prop_assert_eq!(files, [(kept.unwrap().display().to_string(), text)]);
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}
