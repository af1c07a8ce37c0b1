//! `dbx diagram`: the pictures, their parts, and the files they are kept in.

use super::sandbox::Sandbox;
use std::path::Path;

const CHANGE: &str = "diagram --target after.yml --current before.yml --dialect postgres";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for name in ["before.yml", "after.yml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/diagram").join(name);
        sandbox.write(name, &std::fs::read_to_string(path).expect("a fixture"));
    }
    sandbox
}

#[test]
fn a_change_looks_as_it_did() {
    let sandbox = sandbox();
    for format in ["mermaid", "dot", "svg"] {
        let picture = sandbox.dbx_exits(0, &format!("{CHANGE} --format {format}")).stdout;
        insta::with_settings!({ snapshot_path => "../snapshots/diagrams", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format, picture);
        });
    }
}

#[test]
fn the_same_schema_gives_the_same_bytes() {
    let sandbox = sandbox();
    let pictures: Vec<String> =
        (0..4).map(|_| sandbox.dbx_exits(0, "diagram --target before.yml --format svg").stdout).collect();
    assert!(pictures.iter().all(|it| *it == pictures[0]));
}

#[test]
fn a_focus_shows_what_is_near() {
    let sandbox = sandbox();
    let near = sandbox.dbx_exits(0, "diagram --target before.yml --focus dim_store --keys-only").stdout;
    for table in ["dim_store {", "fact_sales {", "region {"] {
        assert!(near.contains(table), "{near}");
    }
    assert!(!near.contains("dim_customer") && !near.contains("amount"), "{near}");
    let all = sandbox.dbx_exits(0, "diagram --target before.yml --focus region --depth 9").stdout;
    assert!(all.contains("dim_supplier") && !all.contains("audit"), "{all}");
    sandbox.dbx_exits(2, "diagram --target before.yml --focus dim_stor").says("did you mean dim_store?");
}

#[test]
fn a_page_is_kept_up_to_date() {
    let sandbox = sandbox();
    sandbox.write("docs/schema.md", "# Ours\n\n<!-- dbx:diagram -->\n<!-- /dbx:diagram -->\n\nWritten by people.\n");
    let check = "diagram --target before.yml --out docs/schema.md --check";
    sandbox.dbx_exits(3, check).says("out of date");
    sandbox.dbx_exits(0, "diagram --target before.yml --out docs/schema.md");
    sandbox.dbx_exits(0, check).says("up to date");
    let page = sandbox.read("docs/schema.md");
    assert!(page.contains("```mermaid\nerDiagram\n") && page.ends_with("Written by people.\n"), "{page}");
    sandbox.write("docs/other.md", "# No place for it\n");
    sandbox.dbx_exits(2, "diagram --target before.yml --out docs/other.md").says("<!-- dbx:diagram -->");
    assert_eq!(sandbox.read("docs/other.md"), "# No place for it\n");
}

#[test]
fn the_name_of_the_file_and_the_format_agree() {
    let sandbox = sandbox();
    sandbox.dbx_exits(2, "diagram --target before.yml --out a.svg --format dot").says("a.svg is a file for svg");
    sandbox.dbx_exits(2, "diagram --target before.yml --out a.png").says("does not tell the format");
    sandbox.dbx_exits(0, "diagram --target before.yml --out a.txt --format dot");
    assert!(sandbox.read("a.txt").starts_with("digraph schema {"));
}

/// Names are written by strangers: none gets out of its place in any format.
#[test]
fn hostile_names_stay_text() {
    let sandbox = Sandbox::new();
    let name = r#"x"]<script>alert(1)</script>&amp; \u0007"#;
    let spec = format!(
        "version: 1\nentities:\n  tables:\n    - name: '{name}'\n      primary_key: id\n      columns: [{{name: id, type: INT}}, {{name: '</text><image href=\"x\"', type: INT}}]\n"
    );
    sandbox.write("hostile.yml", &spec);
    for format in ["mermaid", "dot", "svg"] {
        let picture = sandbox.dbx_exits(0, &format!("diagram --target hostile.yml --format {format}")).stdout;
        let is_open = format != "mermaid" && (picture.contains("<script") || picture.contains("<image"));
        assert!(!is_open, "{picture}");
        if format == "mermaid" {
            assert!(picture.lines().all(|line| line.matches('"').count() % 2 == 0), "{picture}");
        }
    }
}
