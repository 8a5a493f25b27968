//! The commands: one file each.

mod batch;
mod bench;
mod check;
mod completions;
mod doctor;
mod judge;
mod list;
mod man;
mod plan;
mod replay;
mod report;
mod setup;
mod show;
mod start;
mod verify;

use crate::cli::{Candidate, Cli, Command, ProblemCommand};
use crate::console::Console;
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::practice::target::{self, Target};
use crate::problem::catalogue::Catalogue;
use crate::report::document::Mode;
use camino::Utf8PathBuf;

/// Does what the command line asks for.
///
/// # Errors
///
/// Whatever keeps the command from being done; a submission that is not accepted is none.
pub fn run(cli: &Cli, console: &Console) -> Result<Exit, Error> {
    let options = &cli.options;
    match &cli.command {
        Command::List => list::run(options, console),
        Command::Show(show) => show::run(show, options, console),
        Command::Start(start) => start::run(start, options, console),
        Command::Doctor => doctor::run(options, console),
        Command::Report(command) => report::run(command, options, console),
        Command::Completions { shell } => completions::run(*shell, console),
        Command::Man => man::run(console),
        Command::Test(candidate) => judge::run(candidate, Mode::Test, options, console),
        Command::Submit(candidate) => judge::run(candidate, Mode::Submit, options, console),
        Command::Check(arguments) => check::run(arguments, options, console),
        Command::Replay(replay) => replay::run(replay, options, console),
        Command::Plan(candidate) => plan::run(candidate, options, console),
        Command::Problem(ProblemCommand::Verify { slugs }) => verify::run(slugs, options, console),
        Command::Setup => setup::run(options, console),
    }
}

/// The folder the user is in.
///
/// # Errors
///
/// It is gone, or its path is not UTF-8.
pub fn current_dir() -> Result<Utf8PathBuf, Error> {
    let path = std::env::current_dir().map_err(JudgingError::caused("find the current folder"))?;
    Utf8PathBuf::from_path_buf(path).map_err(|path| {
        let path = path.to_string_lossy();
        UserError::new(
            Exit::Usage,
            format!("the current folder is not UTF-8: {path}"),
        )
        .into()
    })
}

/// Whose code to judge. A word that is neither a path nor a problem gets the problems of
/// similar names.
///
/// # Errors
///
/// Nothing is there, or no such problem.
pub fn find_target(candidate: &Candidate, catalogue: &Catalogue) -> Result<Target, Error> {
    let (first, second) = (candidate.first.as_deref(), candidate.second.as_deref());
    let target = target::resolve(first, second, &current_dir()?);
    match (target, first) {
        (Err(error), Some(word)) if second.is_none() && error.exit == Exit::NothingJudged => {
            catalogue.header(word)?;
            Err(error.into())
        }
        (target, _) => Ok(target?),
    }
}
