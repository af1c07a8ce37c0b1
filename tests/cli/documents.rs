//! The pages run as they stand: every command of README.md and `docs/*.md`, in order, in a fresh folder per page.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::console::{Console, Part, parse};
use super::output_match::difference;
use super::sandbox::{DBX, Outcome, Sandbox, VARIABLES};
use super::support;

#[test]
fn readme_runs() {
    run_page(&project().join("README.md"));
}

#[test]
fn pages_run() {
    let mut pages: Vec<PathBuf> = fs::read_dir(project().join("docs"))
        .expect("docs/")
        .map(|entry| entry.expect("a page").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    let failures: Vec<String> = pages.iter().flat_map(|page| failures(page)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Links between pages lead somewhere.
#[test]
fn links_lead_to_files() {
    let mut broken = Vec::new();
    for page in all_pages(&project().join("docs"))
        .into_iter()
        .chain(["README.md", "CONTRIBUTING.md"].map(|it| project().join(it)))
    {
        let text = fs::read_to_string(&page).expect("a page");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap_or_default();
            let is_elsewhere = path.is_empty() || path.contains("://");
            if !is_elsewhere && !page.parent().expect("a page is in a folder").join(path).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

fn all_pages(folder: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of pages") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            pages.extend(all_pages(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
    pages
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn run_page(page: &Path) {
    let failures = failures(page);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What a page says otherwise than it is. After the first failure the rest of the page is not run: it builds on what came before.
fn failures(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let parts = parse(&text);
    let needs_postgres = parts.iter().any(|part| matches!(part, Part::Command(console) if console.postgres));
    let database = if needs_postgres { support::postgres() } else { None };
    let terminal = Terminal::new(database.as_ref().map(|it| (it.url().to_owned(), it.name().to_owned())));
    for part in parts {
        match part {
            Part::File { name, text } => terminal.write(&name, &text),
            Part::Command(console) if console.postgres && database.is_none() => {}
            Part::Command(console) => {
                if let Some(failure) = terminal.run(&console) {
                    return vec![format!("{}:{}: $ {}\n{failure}", page.display(), console.line, console.command)];
                }
            }
        }
    }
    Vec::new()
}

/// A shell that remembers its folder from one command to the next.
struct Terminal {
    sandbox: Sandbox,
    /// Address and name of the database of this page.
    postgres: Option<(String, String)>,
}

impl Terminal {
    fn new(postgres: Option<(String, String)>) -> Self {
        let sandbox = Sandbox::new();
        fs::create_dir(sandbox.path().join("you")).expect("a folder to start in");
        sandbox.write("folder", &sandbox.path().join("you").display().to_string());
        Self { sandbox, postgres }
    }

    fn folder(&self) -> PathBuf {
        PathBuf::from(self.sandbox.read("folder").trim_end())
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder for the file");
        fs::write(&path, text).unwrap_or_else(|error| panic!("cannot write {name}: {error}"));
    }

    /// What was otherwise than the page says.
    fn run(&self, console: &Console) -> Option<String> {
        let outcome = Outcome::of(self.shell(console).output().expect("a shell"));
        if outcome.code != console.exit {
            let all = outcome.all();
            return Some(format!("it ended with {} instead of {}:\n{all}", outcome.code, console.exit));
        }
        difference(&console.output, &self.as_on_the_page(outcome.stdout))
    }

    /// With the names a page uses for the temporary folder and database.
    fn as_on_the_page(&self, output: String) -> String {
        let output = output.replace(&*self.sandbox.path().to_string_lossy(), "/home");
        match &self.postgres {
            Some((_, name)) => output.replace(name, "shop"),
            None => output,
        }
    }

    fn shell(&self, console: &Console) -> Command {
        let script = "exec 2>&1; eval \"$DBX_PAGE_COMMAND\"; code=$?; pwd > \"$DBX_PAGE_FOLDER\"; exit $code";
        let programs = Path::new(DBX).parent().expect("dbx is in a folder").display().to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(self.folder()).stdin(std::process::Stdio::null());
        for variable in VARIABLES {
            command.env_remove(variable);
        }
        command
            .env("DBX_PAGE_COMMAND", &console.command)
            .env("DBX_PAGE_FOLDER", self.sandbox.path().join("folder"))
            .env("PATH", format!("{programs}:{path}"));
        if let Some((url, _)) = self.postgres.as_ref().filter(|_| console.postgres) {
            command.env("DATABASE_URL", url);
        }
        command
    }
}
