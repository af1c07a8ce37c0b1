use super::{CommandError, Output, Status};
use clap_complete::Shell;

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dbx completions bash > ~/.local/share/bash-completion/completions/dbx\n  dbx completions zsh > ~/.zfunc/_dbx\n  dbx completions fish > ~/.config/fish/completions/dbx.fish"
)]
pub(crate) struct Arguments {
    /// Which shell
    shell: Shell,
}

/// What `completions --json` prints.
#[derive(serde::Serialize)]
struct Completions<'a> {
    shell: String,
    script: &'a str,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Status, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut crate::cli::command(), "dbx", &mut script);
    let script = String::from_utf8_lossy(&script);
    output.report(&Completions { shell: arguments.shell.to_string(), script: &script }, |it| it.script.to_owned())?;
    Ok(Status::Done)
}
