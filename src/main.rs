//! The `dbx` binary: everything is in the library.

use std::process::ExitCode;

/// Planning is thousands of small strings and tables, made and freed on two threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dbx::cli::main(std::env::args_os())
}
