//! Greenroom: a practice judge for coding rounds in Rust.

mod build;
mod check;
mod ci;
mod cli;
mod commands;
mod console;
mod dirs;
mod error;
mod judge;
mod known;
mod own_program;
mod plan;
mod practice;
mod problem;
mod report;
mod run;
mod sandbox;
mod submission;
mod value;
mod verdict;
mod verify;

// The wire, shared with the harness: the same source is compiled into both sides.
#[path = "../harness/wire/lib.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "the judge lays values out by the contract, the harness by Rust's types"
)]
mod wire;

use clap::Parser;
use std::ffi::OsString;
use std::process::{ExitCode, Termination};

fn main() -> ExitCode {
    // The judge's binary is its own helper in the sandbox: small, and before anything else.
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    match arguments.first().and_then(|name| name.to_str()) {
        Some(sandbox::COMMAND) => return exit_code(sandbox::enter(&arguments[1..])),
        Some(sandbox::PROBE_COMMAND) => return exit_code(sandbox::try_walls()),
        _ => {}
    }
    let cli = cli::Cli::parse();
    let console = console::Console::new(cli.options.color);
    let result = commands::run(&cli, &console);
    console::conclude(&console, result).report()
}

fn exit_code(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(error::Exit::JudgeFailed as u8))
}
