//! What holds for every schema, tried on random ones.

#[path = "properties/apply.rs"]
mod apply;
#[path = "support/context.rs"]
mod context;
#[path = "properties/dangling.rs"]
mod dangling;
#[path = "properties/live.rs"]
mod live;
#[path = "properties/plans.rs"]
mod plans;
#[path = "properties/relational.rs"]
mod relational;
#[path = "properties/schema.rs"]
mod schema;

use dbx::model::{Name, Object, ObjectKind, Pair, Renames, Schema};
use dbx::spec::{EmitOptions, emit, load_text};
use proptest::prelude::*;
use std::path::Path;

/// As many cases as `PROPTEST_CASES` asks for, and otherwise few enough for every run of all tests.
fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if asked { config } else { ProptestConfig { cases, ..config } }
}

/// Loads a text that must be without fault.
fn loaded(text: &str) -> dbx::spec::Spec {
    let loaded = load_text(Path::new("spec.yml"), text);
    let errors: Vec<String> = loaded.diagnostics.iter().filter(|it| it.is_error()).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
    loaded.spec
}

/// Every second table and column was called otherwise.
fn renames(schema: &Schema) -> Renames {
    let mut renames = Renames::default();
    for (position, table) in schema.tables().enumerate() {
        let old_name = Name::new(format!("old {}", table.name.name));
        let was_renamed = position % 2 == 0;
        let old_table = if was_renamed { table.name.sibling(old_name) } else { table.name.clone() };
        if was_renamed {
            let id = |name| dbx::model::ObjectId::table(name);
            renames.insert(Pair::new(id(&old_table), id(&table.name)));
        }
        // The columns of partitions are renamed with those of their parent.
        let stands_alone = table.partitioning.is_none() && table.partition_of.is_none();
        if let Some(column) = table.columns.keys().next().filter(|_| stands_alone) {
            let old = dbx::model::ObjectId::table(&old_table).member(ObjectKind::Column, &"was: this".into());
            renames.insert(Pair::new(old, table.id().member(ObjectKind::Column, column)));
        }
    }
    renames
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn what_is_emitted_loads_as_the_same(schema in schema::schemas()) {
        let renames = renames(&schema);
        let options = EmitOptions {
            warehouse: Some("a: b".into()),
            renames: renames.clone(),
            lists_unmanaged: true,
            ..EmitOptions::default()
        };
        let text = emit(&schema, &options);
        let spec = loaded(&text);
        for (id, object) in &schema.objects {
            prop_assert_eq!(spec.schema.objects.get(id), Some(object), "{}", text);
        }
        prop_assert_eq!(&spec.schema, &schema, "{}", text);
        prop_assert_eq!(&spec.renames, &renames, "{}", text);
        prop_assert_eq!(spec.warehouse.as_deref(), Some("a: b"));
        prop_assert!(spec.lists_unmanaged);
        prop_assert_eq!(emit(&spec.schema, &options), text);
        let ids = schema.objects.keys().all(|id| spec.spans.contains_key(id));
        prop_assert!(ids, "every object has a place");
    }

    #[test]
    fn every_text_survives(text in schema::hostile_text()) {
        let mut schema = Schema::default();
        let comment = Some(text.clone());
        let values = vec![text.clone(), format!("{text}.")];
        schema.insert(Object::Enum(dbx::model::EnumType { name: schema::bare("mood"), values, comment }));
        let spec = loaded(&emit(&schema, &EmitOptions::default()));
        prop_assert_eq!(spec.schema, schema);
    }

    #[test]
    fn no_text_makes_the_loader_panic(text in ".{0,200}") {
        let loaded = load_text(Path::new("a.yml"), &text);
        for label in loaded.diagnostics.iter().flat_map(|it| &it.labels) {
            prop_assert!(text.get(label.span.range()).is_some(), "{:?}", label);
        }
    }

    /// A spec with a piece of it replaced: closer to what people get wrong.
    #[test]
    fn no_mistake_makes_the_loader_panic(at in 0.0..1.0_f64, length in 0_usize..20, piece in "[-:{}\\[\\]a-z0-9&*!|>'\"#%@ \n]{0,6}") {
        let good = include_str!("fixtures/specs/everything.yml");
        let floor = |at: usize| (0..=at.min(good.len())).rev().find(|at| good.is_char_boundary(*at)).unwrap();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let start = floor((good.len() as f64 * at) as usize);
        let text = format!("{}{piece}{}", &good[..start], &good[floor(start + length)..]);
        let loaded = load_text(Path::new("a.yml"), &text);
        for label in loaded.diagnostics.iter().flat_map(|it| &it.labels) {
            prop_assert!(text.get(label.span.range()).is_some(), "{:?}", label);
        }
    }
}
