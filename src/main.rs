//! The `dbx` binary: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    dbx::cli::main(std::env::args_os())
}
