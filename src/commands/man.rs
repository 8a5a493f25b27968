//! `man`: the manual page.

use crate::cli::Cli;
use crate::console::Console;
use crate::error::{Error, Exit, JudgingError};
use clap::CommandFactory;

/// Prints the page for `man`: of the command, then of its sub-commands.
///
/// # Errors
///
/// Standard output cannot be written.
pub fn run(console: &Console) -> Result<Exit, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(JudgingError::caused("write the manual page"))?;
    console.print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}
