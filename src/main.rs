//! Greenroom: a practice judge for coding rounds in Rust.

mod cli;
mod commands;
mod console;
mod dirs;
mod error;
mod practice;
mod problem;
mod report;
mod submission;
mod value;
mod verdict;

/// The wire, shared with the harness: the same source is compiled into both sides.
#[path = "../harness/wire/lib.rs"]
mod wire;

use clap::Parser;

fn main() -> error::Exit {
    let cli = cli::Cli::parse();
    let console = console::Console::new(cli.options.color);
    let result = commands::run(&cli, &console);
    console::conclude(&console, result)
}
