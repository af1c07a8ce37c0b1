//! Fenced blocks of a Markdown page, as far as running the page is concerned.

/// What a page does, from top to bottom.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// A block whose first line is a comment with a file name: that file.
    File {
        name: String,
        text: String,
    },
    Command(Console),
}

/// One `$ ` line of a ```console block, with what it prints.
#[derive(Debug, PartialEq, Eq)]
pub struct Console {
    /// In the page, from 1.
    pub line: usize,
    pub command: String,
    /// From `# exit N` at the end of the command.
    pub exit: i32,
    pub output: Vec<String>,
    /// Whether it needs a PostgreSQL database: the block is marked ```console postgres.
    pub postgres: bool,
}

/// The parts of a page.
pub fn parse(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((_, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<(usize, &str)> = lines.by_ref().take_while(|(_, line)| *line != "```").collect();
        match info.split_whitespace().collect::<Vec<_>>()[..] {
            ["console"] => parts.extend(commands(&block, false)),
            ["console", "postgres"] => parts.extend(commands(&block, true)),
            ["yaml" | "toml" | "sql"] => parts.extend(file(&block)),
            _ => {}
        }
    }
    parts
}

fn commands(block: &[(usize, &str)], postgres: bool) -> Vec<Part> {
    let mut found: Vec<Console> = Vec::new();
    for (number, line) in block {
        if let Some(command) = line.strip_prefix("$ ") {
            let (command, exit) = split_exit(command);
            found.push(Console { line: number + 1, command, exit, output: Vec::new(), postgres });
        } else if let Some(last) = found.last_mut() {
            last.output.push((*line).to_owned());
        }
    }
    for console in &mut found {
        // An empty line in front of the next command is there for the reader.
        while console.output.last().is_some_and(|line| line.trim().is_empty()) {
            console.output.pop();
        }
    }
    found.into_iter().map(Part::Command).collect()
}

/// `dbx plan …  # exit 4`
fn split_exit(command: &str) -> (String, i32) {
    command
        .rsplit_once("# exit ")
        .and_then(|(command, code)| Some((command.trim_end().to_owned(), code.trim().parse().ok()?)))
        .unwrap_or_else(|| (command.to_owned(), 0))
}

fn file(block: &[(usize, &str)]) -> Option<Part> {
    let (_, first) = block.first()?;
    let name = first.strip_prefix("# ").or_else(|| first.strip_prefix("-- "))?;
    let is_name = name.contains('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let text: String = block[1..].iter().map(|(_, line)| format!("{line}\n")).collect();
    is_name.then(|| Part::File { name: name.to_owned(), text })
}

#[test]
fn reads_files_and_commands() {
    let page =
        "text\n```yaml\n# a/b.yml\nx: 1\n```\n```console\n$ dbx x  # exit 4\nout\n\n$ dbx y\n```\n```yaml\nz: 2\n```\n";
    let console = |line, command: &str, exit, output: &[&str]| {
        let output = output.iter().map(|line| (*line).to_owned()).collect();
        Part::Command(Console { line, command: command.into(), exit, output, postgres: false })
    };
    assert_eq!(
        parse(page),
        [
            Part::File { name: "a/b.yml".into(), text: "x: 1\n".into() },
            console(7, "dbx x", 4, &["out"]),
            console(10, "dbx y", 0, &[]),
        ]
    );
}
