//! The spec as a user meets it: examples load, errors name their place, what is emitted loads again.

use dbx::diagnostic::Diagnostic;
use dbx::spec;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The lines a user sees, and under each the labels and the help.
fn rendered(diagnostics: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for diagnostic in diagnostics {
        lines.push(diagnostic.to_string());
        for label in &diagnostic.labels {
            let span = &label.span;
            lines.push(format!("  {}:{}:{}: {}", span.file.display(), span.line(), span.column(), label.text));
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

/// What quotes a name depends on the engine; without an engine it has to be a name on all of them.
#[test]
fn a_quoted_name_is_no_query() {
    let problems = |dialect: &str, check: &str| {
        let text = format!(
            "version: 1\n{dialect}entities: {{tables: [{{name: t, columns: [{{name: select, type: INT}}], checks: ['{check}']}}]}}\n"
        );
        rendered(&spec::load_text(Path::new("s.yml"), &text).diagnostics)
    };
    let quoted = [("postgres", "\"select\" > 0"), ("mysql", "`select` > 0"), ("sqlite", "[select] > 0")];
    for (dialect, check) in quoted {
        let dialect = format!("dialect: {dialect}\n");
        assert_eq!(problems(&dialect, check), "");
        let query = problems(&dialect, "id in (select 1)");
        assert!(query.contains("an expression of a table holds no query"), "{dialect}{query}");
    }
    assert!(problems("", "[select] > 0").contains("an expression of a table holds no query"));
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

/// One file per code: each shows the mistake, and everything else in it is right.
#[test]
fn errors_say_what_where_and_what_to_write() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/errors");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yml"));
    files.sort();
    assert!(files.len() >= 30);
    insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false }, {
        for file in files {
            let code = file.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&file).unwrap();
            let loaded = spec::load_text(Path::new(&format!("{code}.yml")), &text);
            let codes: std::collections::BTreeSet<_> = loaded.diagnostics.iter().map(|it| it.code).collect();
            assert_eq!(codes.into_iter().collect::<Vec<_>>(), [code.as_str()], "{}", rendered(&loaded.diagnostics));
            let end = |label: &dbx::diagnostic::Label| text.get(label.span.start()..label.span.end()).is_some();
            assert!(loaded.diagnostics.iter().flat_map(|it| &it.labels).all(end), "{code}: a place outside of the text");
            insta::assert_snapshot!(code, rendered(&loaded.diagnostics));
        }
    });
}

/// A file on a disk that is not there.
struct Files(BTreeMap<&'static str, &'static str>);

impl spec::Sources for Files {
    fn open(&self, path: &Path) -> std::io::Result<spec::Opened> {
        let name = path.to_str().unwrap();
        if let Some(text) = self.0.get(name) {
            return Ok(spec::Opened::File(text.as_bytes().to_vec()));
        }
        let children: Vec<_> =
            self.0.keys().filter(|file| Path::new(file).parent() == Some(path)).map(PathBuf::from).collect();
        if children.is_empty() {
            return Err(std::io::Error::new(std::io::ErrorKind::NotFound, "no such file"));
        }
        Ok(spec::Opened::Folder(children))
    }
}

#[test]
fn a_spec_may_be_several_files() {
    let files = Files(BTreeMap::from([
        (
            "specs/main.yml",
            "version: 1\ninclude: [more, ./types.yaml]\nentities: {tables: [{name: a, columns: [m mood]}]}\n",
        ),
        ("specs/types.yaml", "version: 1\nenums: [{name: mood, values: [ok]}]\ninclude: [main.yml]\n"),
        ("specs/more/b.yml", "version: 1\nentities: {tables: [{name: b, columns: [{a_m: mood}]}]}\n"),
        ("specs/more/README.md", "not a spec"),
    ]));
    let loaded = spec::load(Path::new("specs/main.yml"), &files);
    assert_eq!(rendered(&loaded.diagnostics), "");
    let names: Vec<String> = loaded.spec.schema.objects.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["enum:mood", "table:a", "table:b"]);
    let whole = spec::load(Path::new("specs"), &files);
    assert_eq!(whole.spec.schema, loaded.spec.schema);
}

#[test]
fn errors_across_files_name_both_places() {
    let files = Files(BTreeMap::from([
        (
            "s/a.yml",
            "version: 1\ndialect: sqlite\nentities: {tables: [{name: t, columns: [id INTEGER]}]}\ninclude: [none.yml]\n",
        ),
        ("s/b.yml", "version: 1\ndialect: postgres\nentities: {tables: [{name: t, columns: [id INTEGER]}]}\n"),
    ]));
    insta::assert_snapshot!(rendered(&spec::load(Path::new("s"), &files).diagnostics), @r"
    s/a.yml:4:11: error[unreadable-file]: cannot read s/none.yml: no such file
      s/a.yml:4:11: asked for here
    s/b.yml:2:10: error[conflicting-keys]: two files give another `dialect`
      s/b.yml:2:10: the second one
      s/a.yml:2:10: the first one
      help: give it in one file
    s/b.yml:3:28: error[duplicate-name]: table `t` is there twice
      s/b.yml:3:28: the second time
      s/a.yml:3:28: the first time
      help: rename or remove one of them
    ");
}

#[test]
fn the_proposal_loads_and_renames() {
    let loaded = load("schema_specs/proposals/add_industry_code.yml");
    assert_eq!(rendered(&loaded.diagnostics), "");
    let renames: Vec<String> =
        loaded.spec.renames.iter().map(|names| format!("{} → {}", names.from, names.to)).collect();
    assert_eq!(renames, ["column:dim_company.region → column:dim_company.sales_region"]);
}

/// Each part is text of its own, which YAML, a shell or SQL could take for more than that.
/// What they would become is without measure; what is told of them is not.
#[test]
fn hostile_files_are_refused_in_few_words() {
    let mut laughs = String::from("version: 1\nwarehouse: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        laughs.push_str(&format!("a{level}: &a{level} [{}]\n", format!("*a{}, ", level - 1).repeat(9)));
    }
    let nested: String = (0..3000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let wide = format!("version: 1\nunmanaged: [{}]", "[],".repeat(200_000));
    let keys: String = (0..20_000).map(|at| format!("k{at}: 1\n")).collect();
    for text in [laughs, nested, wide, keys, "[".repeat(100_000), "- ".repeat(100_000), "\u{feff}version: 1\n".into()] {
        let loaded = spec::load_text(Path::new("a.yml"), &text);
        assert!(loaded.has_errors());
        assert!(loaded.diagnostics.len() <= 200);
        let told: usize = loaded.diagnostics.iter().map(|diagnostic| diagnostic.message.len()).sum();
        assert!(told <= 20_000, "{told} bytes are told of {}", &text[..10]);
        assert!(loaded.spec.schema.objects.is_empty(), "{}", &text[..10]);
    }
}

#[test]
fn a_name_with_sql_in_it_is_just_a_name() {
    let text =
        "version: 1\nentities: {tables: [{name: t, columns: [{name: 'x\"; DROP TABLE orders; --', type: INT}]}]}\n";
    let loaded = spec::load_text(Path::new("a.yml"), text);
    assert_eq!(rendered(&loaded.diagnostics), "");
    let again = spec::load_text(Path::new("a.yml"), &spec::emit(&loaded.spec.schema, &spec::EmitOptions::default()));
    assert_eq!(again.spec.schema, loaded.spec.schema);
}

#[test]
fn the_examples_of_the_docs_load() {
    let docs = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/spec.md")).unwrap();
    let mut examples = 0;
    for block in docs.split("```yaml\n").skip(1) {
        let (text, _) = block.split_once("```").unwrap();
        // Examples after the first leave the version out.
        let version = if text.contains("version: 1\n") { "" } else { "version: 1\n" };
        let loaded = spec::load_text(Path::new("docs/spec.md"), &format!("{version}{text}"));
        assert_eq!(rendered(&loaded.diagnostics), "", "{text}");
        examples += 1;
    }
    assert!(examples > 5);
    for rule in spec::lint_documentation() {
        assert!(docs.contains(rule.code), "{} is not in docs/spec.md", rule.code);
    }
}
