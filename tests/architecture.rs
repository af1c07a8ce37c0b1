//! The floors of the source: a module knows only what is below it.
//!
//! Reads every file under `src/` as tokens (so that comments and strings do not count), finds the
//! paths written in it, and compares them with the tables below. When this test names a line of yours, the way
//! out is nearly always to move the shared noun down to `model`, or to join the two modules in `app`.

#[path = "architecture/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

use source::{PathUse, Source};

/// Every top-level module and the floor it is on. A module that is not here fails the test; `docs/architecture.md` tells the same to people.
const FLOORS: &[(u8, &[&str])] = &[
    (0, &["diagnostic", "model"]),
    (1, &["dialect", "sql"]),
    (
        2,
        &[
            "spec", "diff", "plan", "impact", "lint", "gate", "diagram", "seed", "report", "guard", "ci", "prompt",
            "design", "suggest", "ask", "export",
        ],
    ),
    (3, &["driver", "ledger", "store", "backup", "git", "llm", "env"]),
    (4, &["app"]),
    (5, &["cli", "main"]),
];

/// Who may import a neighbour on the same floor, and why that is better than meeting in `model`.
const NEIGHBOURS: &[(&str, &str, &str)] = &[
    ("dialect", "sql", "an engine's knowledge is written in its SQL"),
    ("design", "spec", "a proposal is a spec, and starters are written as specs"),
    ("env", "driver", "an environment is the address of a database"),
    ("env", "llm", "the configuration says which model is asked, and how"),
    ("env", "store", "the configuration is a file"),
    ("ledger", "driver", "the ledger is rows in a database"),
    ("lint", "impact", "hand-written SQL is judged by the rules for plans"),
    ("llm", "store", "recorded answers are in files"),
    ("lint", "guard", "whether a query in a file only reads is the guard's to say"),
    ("plan", "diff", "a plan starts from the differences"),
    ("seed", "spec", "the schemas of its tests are written as specs"),
    ("report", "guard", "its tests ask the guard whether its questions only read"),
    ("report", "seed", "what the type of a column holds is told as for seeding"),
    ("suggest", "design", "topics are read word by word, as prompts are"),
    ("suggest", "spec", "the schemas of its tests are written as specs"),
    ("main", "cli", "the program starts its command line"),
];

/// Crates and functions that belong to some modules alone: path prefix, modules, reason.
const RESERVED: &[(&[&str], &[&str], &str)] = &[
    (&["clap"], &["cli", "main"], "arguments are the command line's; requests are plain data"),
    (&["sqlx"], &["driver", "ledger"], "only the ports talk to servers"),
    (&["rusqlite"], &["driver"], "only drivers talk to engines"),
    (&["reqwest"], &["llm"], "only the port talks to services"),
];

/// What `std::env` says of variables; its folders and arguments are free.
const VARIABLES: &[&str] = &["var", "vars", "var_os", "vars_os", "set_var", "remove_var"];

/// Macros that print, and the modules that may.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];
const MAY_PRINT: &[&str] = &["cli", "main"];

/// Where engines may be told apart: module and function. Elsewhere they differ in data.
const MAY_MATCH_ENGINE: &[(&str, &str)] = &[("dialect", "of"), ("driver", "connect")];

const LONGEST_FILE: usize = 600;

/// The source has many more edges than this; fewer means that this test no longer sees them.
const FEWEST_EDGES: usize = 20;

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    file: String,
    line: usize,
    message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find_map(|(floor, modules)| modules.contains(&module).then_some(*floor))
}

/// What is wrong with one file, and how many imports between top-level modules it has.
fn check(source: &Source) -> (Vec<Violation>, usize) {
    let mut found = Vec::new();
    let mut report = |line: usize, message: String| {
        found.push(Violation { file: source.file.clone(), line, message });
    };
    if source.line_count > LONGEST_FILE {
        report(LONGEST_FILE, format!("{} lines; split it ({LONGEST_FILE} at most)", source.line_count));
    }
    // The front page of the library declares the modules and stands above all of them.
    let Some(module) = source.top_level() else {
        return (found, 0);
    };
    let Some(own_floor) = floor(module) else {
        report(1, format!("`{module}` is on no floor; add it to FLOORS in tests/architecture.rs"));
        return (found, 0);
    };
    let mut edges = 0;
    for path in source.paths() {
        if let Some(target) = path.top_level_module(source) {
            edges += usize::from(target != module);
            if let Some(message) = judge_edge(module, own_floor, target) {
                report(path.line, message);
            }
        }
        if let Some(message) = judge_reserved(module, &path) {
            report(path.line, message);
        }
    }
    for (line, name) in source.macro_calls() {
        if PRINTING.contains(&name) && !MAY_PRINT.contains(&module) {
            report(line, format!("`{name}!` in `{module}`: only {} may print", MAY_PRINT.join(" and ")));
        }
    }
    for (line, function) in source.choices_of("DialectKind") {
        if !MAY_MATCH_ENGINE.contains(&(module, function.as_str())) {
            report(
                line,
                format!(
                    "`{module}` tells engines apart (in `{function}`): \
                     ask the dialect or its capabilities instead"
                ),
            );
        }
    }
    (found, edges)
}

fn judge_edge(module: &str, own_floor: u8, target: &str) -> Option<String> {
    if target == module {
        return None;
    }
    let Some(target_floor) = floor(target) else {
        // Macros and re-exports of the front page: they hide which module is meant.
        return Some(format!("`crate::{target}` is no module of a known floor; name the module itself"));
    };
    if target_floor > own_floor {
        return Some(format!(
            "`{module}` (floor {own_floor}) imports `{target}` (floor {target_floor}), which is above it"
        ));
    }
    let allowed = NEIGHBOURS.iter().any(|(from, to, _)| (*from, *to) == (module, target));
    (target_floor == own_floor && !allowed).then(|| {
        format!("`{module}` imports its neighbour `{target}` on floor {own_floor}; let them meet below or in `app`")
    })
}

fn judge_reserved(module: &str, path: &PathUse) -> Option<String> {
    for (prefix, owners, reason) in RESERVED {
        if path.starts_with(prefix) && !owners.contains(&module) {
            return Some(format!("`{}` in `{module}`: {reason}", prefix.join("::")));
        }
    }
    let variable = [&["std", "env"][..], &["env"]].iter().any(|start| {
        path.starts_with(start) && path.segments.get(start.len()).is_some_and(|name| VARIABLES.contains(&name.as_str()))
    });
    (variable && module != "env")
        .then(|| format!("`{}` in `{module}`: only `env` reads the environment", path.segments.join("::")))
}

/// Every `.rs` file under `folder`, with its path from the crate's root.
fn sources(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let relative = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("a path in the crate");
                found.push(Source::new(&relative.to_string_lossy(), &text));
            }
        }
    }
    found
}

#[test]
fn modules_import_only_lower_floors() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let mut violations = BTreeSet::new();
    let mut edges = 0;
    for source in &sources {
        let (found, seen) = check(source);
        violations.extend(found);
        edges += seen;
    }
    let list: Vec<String> = violations.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "{} violations\n{}", list.len(), list.join("\n"));
    assert!(
        edges > FEWEST_EDGES,
        "saw only {edges} imports in {} files: is this test still reading the source?",
        sources.len()
    );
}

/// The rows of the table of floors in a page: number and modules, as the page has them.
fn told_floors(page: &str) -> Vec<(u8, BTreeSet<String>)> {
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let number = cells.next()?.split(' ').next()?.parse().ok()?;
        // Every other piece stands between backticks.
        let names = cells.next()?.split('`').skip(1).step_by(2);
        Some((number, names.map(|name| name.trim_end_matches(".rs").to_owned()).collect()))
    });
    rows.collect()
}

#[test]
fn the_documentation_has_the_same_floors() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let expected: Vec<(u8, BTreeSet<String>)> =
        FLOORS.iter().map(|(floor, names)| (*floor, names.iter().map(ToString::to_string).collect())).collect();
    assert_eq!(told_floors(&page), expected, "docs/architecture.md and FLOORS in tests/architecture.rs differ");
}

/// Tests of the test: a checker that finds nothing must be one that would find something.
mod checker {
    use super::*;

    fn messages(file: &str, text: &str) -> Vec<String> {
        let (found, _) = check(&Source::new(file, text));
        found.iter().map(ToString::to_string).collect()
    }

    #[track_caller]
    fn refused(file: &str, text: &str, line: usize, part: &str) {
        let messages = messages(file, text);
        let start = format!("{file}:{line}: ");
        assert!(
            messages.iter().any(|message| message.starts_with(&start) && message.contains(part)),
            "expected `{start}…{part}…`, got {messages:#?}"
        );
    }

    #[track_caller]
    fn accepted(file: &str, text: &str) {
        assert_eq!(messages(file, text), Vec::<String>::new());
    }

    #[test]
    fn an_upward_import_is_refused_however_it_is_written() {
        refused("src/model/table.rs", "use std::fmt;\nuse crate::app::plan;", 2, "above it");
        refused("src/model/table.rs", "use crate::{model::Name, cli};", 1, "`cli` (floor 5)");
        refused(
            "src/model/table.rs",
            "use crate::{\n  model::{Name, Pair},\n  spec::{self, emit::*},\n};",
            3,
            "`spec`",
        );
        refused("src/diff/mod.rs", "fn f() {\n  crate::driver::connect();\n}", 2, "`driver`");
        refused("src/diff/mod.rs", "use super::driver::Driver;", 1, "`driver`");
        refused("src/diff/by_key.rs", "use super::super::driver::Driver;", 1, "`driver`");
        refused("src/diff/by_key.rs", "mod tests {\n use super::super::super::app::f;\n}", 2, "`app`");
        refused("src/diff.rs", "pub(in crate::app) fn f() {}", 1, "`app`");
        refused("src/env.rs", "use crate::r#app::x;", 1, "`app`");
        refused("src/model/mod.rs", "macro_rules! m { () => { $crate::sql::f() } }", 1, "`sql`");
    }

    #[test]
    fn downward_imports_and_those_of_the_same_module_are_accepted() {
        accepted("src/app/plan.rs", "use crate::{diff, driver::Driver, model::*};\nuse crate::app::Context;");
        accepted("src/diff/by_key.rs", "use super::Change;\nmod tests { use super::*; use super::super::Renames; }");
        accepted("src/lib.rs", "pub mod app; pub use crate::app::Context;");
        accepted("src/main.rs", "fn main() { dbx::cli::run(); }");
    }

    #[test]
    fn neighbours_are_refused_unless_the_table_knows_them() {
        refused("src/diff/mod.rs", "use crate::spec::Document;", 1, "its neighbour `spec`");
        refused("src/sql/mod.rs", "use crate::dialect::Dialect;", 1, "its neighbour `dialect`");
        accepted("src/dialect/mod.rs", "use crate::sql::split;");
    }

    #[test]
    fn an_unknown_module_is_refused() {
        refused("src/helpers/mod.rs", "", 1, "`helpers` is on no floor");
        refused("src/helpers.rs", "", 1, "`helpers` is on no floor");
        refused("src/app/mod.rs", "use crate::Everything;", 1, "name the module itself");
    }

    #[test]
    fn reserved_crates_are_refused_elsewhere() {
        refused("src/app/plan.rs", "#[derive(clap::Args)]\nstruct A;", 1, "`clap`");
        refused("src/app/plan.rs", "use {clap::Parser, std::fmt};", 1, "`clap`");
        refused("src/app/plan.rs", "use ::sqlx::Row;", 1, "`sqlx`");
        refused("src/dialect/mod.rs", "extern crate sqlx;", 1, "`sqlx`");
        accepted("src/cli/mod.rs", "use clap::Parser;");
        accepted("src/driver/postgres/mod.rs", "use sqlx::Row; fn f() { sqlx::query(\"\"); }");
        accepted("src/app/plan.rs", "let clap = 1; self.sqlx; other::clap::x();");
    }

    #[test]
    fn the_environment_is_read_in_one_place() {
        refused("src/app/plan.rs", "let x = std::env::var(\"X\");", 1, "only `env`");
        refused("src/app/plan.rs", "use std::env;\nlet x = env::var_os(\"X\");", 2, "only `env`");
        refused("src/app/plan.rs", "use std::{env::{vars, args}, fmt};", 1, "only `env`");
        accepted("src/env.rs", "use std::env;\nlet x = env::var_os(\"X\");");
        accepted("src/app/plan.rs", "env!(\"CARGO\"); std::env::temp_dir(); crate::env::var(); env::variable();");
    }

    #[test]
    fn printing_is_for_the_faces() {
        refused("src/app/plan.rs", "fn f() {\n println!(\"x\");\n}", 2, "`println!`");
        refused("src/driver/mod.rs", "std::eprintln!(\"x\");", 1, "`eprintln!`");
        accepted("src/cli/mod.rs", "println!(\"x\");");
        accepted(
            "src/app/plan.rs",
            "// println!(\"x\")\n/* dbg!(1) /* dbg!(2) */ */ let s = \"println!()\"; writeln!(s);",
        );
    }

    #[test]
    fn engines_are_told_apart_in_two_functions_only() {
        let text = "fn f(kind: DialectKind) {\n match kind {\n  model::DialectKind::Postgres => 1,\n  _ => 2,\n }\n}";
        refused("src/plan/mod.rs", text, 3, "(in `f`)");
        refused("src/plan/mod.rs", "fn f() { if let Some(DialectKind::Sqlite) = kind {} }", 1, "(in `f`)");
        refused("src/plan/mod.rs", "fn f() -> bool {\n matches!(kind, DialectKind::Sqlite)\n}", 2, "(in `f`)");
        refused("src/plan/mod.rs", "fn f() -> bool { x.kind() == DialectKind::Sqlite }", 1, "(in `f`)");
        refused(
            "src/dialect/mod.rs",
            "fn off(k: DialectKind) { match k { DialectKind::Sqlite => 1 } }",
            1,
            "(in `off`)",
        );
        accepted("src/dialect/mod.rs", "fn of(k: DialectKind) { match k { DialectKind::Sqlite => &Sqlite } }");
        accepted("src/driver/mod.rs", "async fn connect() { match k { DialectKind::Sqlite => 1 } }");
        // Making one is not choosing by one.
        accepted(
            "src/app/mod.rs",
            "fn f() { match scheme { \"sqlite\" => DialectKind::Sqlite, _ => DialectKind::Postgres } }",
        );
        accepted("src/app/mod.rs", "fn f() { match a { 1 => { g(DialectKind::Sqlite) } _ => DialectKind::Postgres } }");
    }

    #[test]
    fn long_files_are_named() {
        refused("src/app/plan.rs", &"\n".repeat(601), 600, "601 lines");
        accepted("src/app/plan.rs", &"\n".repeat(600));
    }

    #[test]
    fn comments_strings_characters_and_lifetimes_are_not_source() {
        accepted("src/model/mod.rs", "/// crate::app::x\n//! crate::app\nconst A: &str = r#\"crate::app \" \"#;");
        accepted("src/model/mod.rs", "const A: &str = \"\\\" crate::app::x\"; const B: char = '\"'; // crate::app");
        // A lifetime does not begin a character that swallows the rest.
        refused("src/model/mod.rs", "fn f<'a>(x: &'a str) { crate::app::x(x) }", 1, "`app`");
        refused("src/model/mod.rs", "const A: char = '\\''; use crate::app;", 1, "`app`");
    }

    #[test]
    fn edges_are_counted() {
        let source = Source::new("src/app/plan.rs", "use crate::{app, diff, model::{Name, Pair}};\ncrate::spec::f();");
        assert_eq!(check(&source).1, 4);
    }
}
