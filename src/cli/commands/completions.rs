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

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Status, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut crate::cli::command(), "dbx", &mut script);
    output.print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Done)
}
