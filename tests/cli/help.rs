//! Help teaches by example, and the examples are right.

use clap::Command;

use super::sandbox::Sandbox;

fn help_of(command: &mut Command) -> String {
    command.render_long_help().to_string()
}

/// The lines under `Examples:` that start with the program's name.
fn examples(help: &str) -> Vec<String> {
    let Some((_, examples)) = help.split_once("Examples:") else { return Vec::new() };
    examples.lines().map(str::trim).filter(|line| line.starts_with("dbx ")).map(str::to_owned).collect()
}

/// The commands of an example line as arguments: without a remark behind two spaces, without the shell's part.
fn arguments(example: &str) -> Vec<Vec<String>> {
    let line = example.split("  ").next().unwrap_or_default();
    line.split("&&")
        .map(|part| part.split(" > ").next().unwrap_or_default())
        .map(|part| part.split(" < ").next().unwrap_or_default().trim())
        .filter(|part| part.starts_with("dbx "))
        .map(words)
        .collect()
}

/// Words as a shell sees them: what is in quotes is one.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut quote) = (vec![String::new()], None);
    for c in command.chars() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => words.push(String::new()),
            (c, _) => words.last_mut().expect("it starts with a word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_example_parses() {
    let mut root = dbx::cli::command();
    root.build();
    let names: Vec<String> =
        root.get_subcommands().map(|it| it.get_name().to_owned()).filter(|it| it != "help").collect();
    assert!(names.len() >= 12, "{names:?}");
    let mut helps = vec![("dbx".to_owned(), help_of(&mut root))];
    for name in names {
        let command = root.find_subcommand_mut(&name).expect("a command of the list");
        let help = help_of(command);
        helps.push((name, help));
    }
    for (name, help) in helps {
        let examples = examples(&help);
        assert!(!examples.is_empty(), "`{name} --help` shows no examples:\n{help}");
        for arguments in examples.iter().flat_map(|example| arguments(example)) {
            if let Err(error) = dbx::cli::command().try_get_matches_from(&arguments) {
                panic!("an example of `{name} --help` is wrong: {}\n{error}", arguments.join(" "));
            }
        }
    }
}

#[test]
fn help_is_a_result() {
    let sandbox = Sandbox::new();
    for arguments in ["--help", "help", "plan --help", "plan -h", "help apply", "--version"] {
        let outcome = sandbox.dbx_exits(0, arguments);
        assert!(!outcome.stdout.is_empty() && outcome.stderr.is_empty(), "{arguments}");
    }
}

#[test]
fn completions_know_every_command() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = sandbox.dbx_exits(0, &format!("completions {shell}")).stdout;
        for word in ["validate", "drift", "allow-breaking"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}
