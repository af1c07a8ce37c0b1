//! The two streams: results on stdout, everything a person reads beside them on stderr.

use super::error::{CommandError, Kind};
use super::{Global, no_color, render};
use crate::app::AppError;
use clap::ValueEnum;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

/// Columns of a terminal that nobody asked for another size.
const USUAL_WIDTH: usize = 80;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// How a command that worked ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Done,
    /// The spec has errors.
    Invalid,
    /// Differences exist, and they were asked for.
    Differs,
    /// The plan holds risks that nobody allowed.
    Breaking,
    /// The guard does not let the statement through.
    Refused,
}

impl Status {
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Invalid => 1,
            Self::Differs => 3,
            Self::Breaking | Self::Refused => 4,
        }
    }
}

#[derive(Debug)]
pub(super) struct Output {
    json: bool,
    quiet: bool,
    stdout_color: bool,
    stderr_color: bool,
}

impl Output {
    pub fn new(global: &Global) -> Self {
        let colored = |terminal: bool| match global.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => terminal && !no_color(),
        };
        Self {
            json: global.json,
            quiet: global.quiet,
            stdout_color: colored(std::io::stdout().is_terminal()),
            stderr_color: colored(std::io::stderr().is_terminal()),
        }
    }

    /// For output before any argument is known.
    pub fn plain() -> Self {
        let terminal = std::io::stdout().is_terminal() && !no_color();
        Self { json: false, quiet: false, stdout_color: terminal, stderr_color: terminal }
    }

    /// Whether somebody sits in front of stderr.
    pub fn is_watched(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// A result. Styles in the text are taken out where no colour is wanted.
    pub fn print(&self, text: &str) -> Result<(), CommandError> {
        let mut stdout = std::io::stdout().lock();
        let text = if self.stdout_color { text.to_owned() } else { plain(text) };
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
            .map_err(|error| CommandError::io("cannot write the result", error))
    }

    /// Rows for other programs: to a file or a pipe as they are, to a terminal without what it would obey.
    pub fn print_data(&self, text: &str) -> Result<(), CommandError> {
        let mut stdout = std::io::stdout().lock();
        let text = if stdout.is_terminal() { Cow::Owned(render::safe(text)) } else { Cow::Borrowed(text) };
        let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
        written.map_err(|error| CommandError::io("cannot write the result", error))
    }

    /// A result that is no text, which nobody can read on a terminal.
    pub fn print_bytes(&self, bytes: &[u8]) -> Result<(), CommandError> {
        let mut stdout = std::io::stdout().lock();
        if stdout.is_terminal() {
            let message = "this format is no text: send it to a file, as in `… > rows.parquet`".to_owned();
            return Err(CommandError::from(AppError::Usage(message)));
        }
        let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
        written.map_err(|error| CommandError::io("cannot write the result", error))
    }

    /// Something beside the result.
    pub fn say(&self, text: &str) {
        if self.quiet || text.is_empty() {
            return;
        }
        self.complain(text);
    }

    fn complain(&self, text: &str) {
        let text = if self.stderr_color { text.to_owned() } else { plain(text) };
        // There is nobody left to tell when stderr is gone.
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// The report as JSON, or what `human` makes of it.
    pub fn report<T: Serialize>(&self, report: &T, human: impl FnOnce(&T) -> String) -> Result<(), CommandError> {
        if !self.json {
            return self.print(&human(report));
        }
        self.print_json(report)
    }

    pub fn print_json<T: Serialize>(&self, report: &T) -> Result<(), CommandError> {
        let json = serde_json::to_string_pretty(report)
            .map_err(|error| crate::app::AppError::Bug(format!("a report cannot be written as JSON: {error}")))?;
        self.print(&(json + "\n"))
    }

    /// Columns of the terminal that the result goes to; of a usual one where it goes elsewhere.
    pub fn width(&self) -> usize {
        let terminal = terminal_size::terminal_size_of(std::io::stdout());
        terminal.map_or(USUAL_WIDTH, |(terminal_size::Width(columns), _)| columns.into())
    }

    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Shows what went wrong, if anything, and gives the exit code.
    pub fn finish(&self, result: Result<Status, CommandError>) -> ExitCode {
        match result {
            Ok(status) => ExitCode::from(status.code()),
            Err(error) => {
                if error.kind != Kind::ClosedPipe {
                    if self.json {
                        let _ = self.print_json(&serde_json::json!({ "error": error }));
                    }
                    self.complain(&render::error(&error));
                }
                ExitCode::from(error.kind.code())
            }
        }
    }
}

/// The text without escape sequences.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
