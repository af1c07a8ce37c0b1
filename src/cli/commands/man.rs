use super::{CommandError, Output, Status};
use crate::cli::render;
use crate::store;
use clap_mangen::Man;
use std::path::{Path, PathBuf};

/// Write the man pages
///
/// One for dbx and one for each command, made of the same descriptions as --help.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  dbx man > dbx.1\n  dbx man --out ~/.local/share/man/man1")]
pub(crate) struct Arguments {
    /// The folder; without one the page of dbx itself goes to stdout
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// What `man --json` prints.
#[derive(serde::Serialize)]
pub(in crate::cli) struct Pages {
    /// The page of dbx itself, where no folder was named.
    pub page: Option<String>,
    pub written: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, output: &Output) -> Result<Status, CommandError> {
    let mut command = crate::cli::command();
    command.build();
    let pages = match &arguments.out {
        Some(folder) => Pages { page: None, written: write(&command, folder)? },
        None => Pages { page: Some(page(&command)?), written: Vec::new() },
    };
    output.report(&pages, render::man)?;
    Ok(Status::Done)
}

fn write(root: &clap::Command, folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    store::make_folder(folder).map_err(crate::app::AppError::from)?;
    let commands = root.get_subcommands().filter(|command| command.get_name() != "help");
    let mut written = Vec::new();
    for command in std::iter::once(root).chain(commands) {
        // `dbx-plan`: as clap calls a subcommand in the pages that refer to it.
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        let path = folder.join(format!("{name}.1"));
        store::write(&path, &page(command)?).map_err(crate::app::AppError::from)?;
        written.push(path);
    }
    Ok(written)
}

fn page(command: &clap::Command) -> Result<String, CommandError> {
    let mut bytes = Vec::new();
    Man::new(command.clone()).render(&mut bytes).map_err(|error| CommandError::io("cannot make the page", error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
