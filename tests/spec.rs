//! The spec as a user meets it: examples load, errors name their place, what is emitted loads again.

use dbx::diagnostic::Diagnostic;
use dbx::spec;
use std::path::Path;

/// The lines a user sees, and under each the labels and the help.
fn rendered(diagnostics: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for diagnostic in diagnostics {
        lines.push(diagnostic.to_string());
        for label in &diagnostic.labels {
            lines.push(format!("  {}:{} {}", label.span.line, label.span.column, label.text));
        }
        lines.extend(diagnostic.help.iter().map(|help| format!("  help: {help}")));
    }
    lines.join("\n")
}

fn load(path: &str) -> spec::Loaded {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    spec::load_text(Path::new(path), &text)
}

#[test]
fn the_example_loads() {
    let loaded = load("schema_specs/current.yml");
    assert_eq!(rendered(&loaded.diagnostics), "");
    insta::assert_snapshot!(spec::emit(&loaded.spec.schema, &spec::EmitOptions::default()));
}

#[test]
fn everything_loads_and_loads_again() {
    let loaded = load("tests/fixtures/specs/everything.yml");
    assert_eq!(rendered(&loaded.diagnostics), "");
    let options = spec::EmitOptions {
        warehouse: loaded.spec.warehouse.clone(),
        renames: loaded.spec.renames.clone(),
        lists_unmanaged: loaded.spec.lists_unmanaged,
        ..spec::EmitOptions::default()
    };
    let text = spec::emit(&loaded.spec.schema, &options);
    insta::assert_snapshot!(text);
    let again = spec::load_text(Path::new("again.yml"), &text);
    assert_eq!(rendered(&again.diagnostics), "");
    assert_eq!(again.spec.schema, loaded.spec.schema);
    assert_eq!(again.spec.renames, loaded.spec.renames);
    assert_eq!(again.spec.warehouse, loaded.spec.warehouse);
    assert_eq!(spec::emit(&again.spec.schema, &options), text);
}
