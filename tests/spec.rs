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
    insta::assert_debug_snapshot!(loaded.spec.schema);
}
