//! `completions`: a script for a shell.

use crate::cli::Cli;
use crate::console::Console;
use crate::error::{Error, Exit};
use clap::CommandFactory;
use clap_complete::Shell;

/// Prints the script.
///
/// # Errors
///
/// Standard output cannot be written.
pub fn run(shell: Shell, console: &Console) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "greenroom", &mut script);
    console.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
