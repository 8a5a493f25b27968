//! `check`: judging all submissions of one tree or many.

use super::{batch, bench};
use crate::ci::check::Check;
use crate::ci::config::Config;
use crate::ci::find::find;
use crate::ci::interrupt::Interrupt;
use crate::ci::pool::Pool;
use crate::cli::{self, Options};
use crate::console::Console;
use crate::dirs::Folder;
use crate::error::{Error, Exit};
use crate::known::{Key, Known};
use crate::problem::catalogue::Catalogue;
use std::time::Duration;

/// Finds, judges and shows.
///
/// # Errors
/// If there is nothing to judge, no way to judge it, or an output cannot be written.
pub fn run(arguments: &cli::Check, options: &Options, console: &Console) -> Result<Exit, Error> {
    let catalogue = Catalogue::new(&options.problems)?;
    let config = match &arguments.config {
        Some(file) => Config::read(file, &arguments.roots)?,
        None => Config::default(),
    };
    let policy = batch::policy(&arguments.outputs)?;
    let solutions = find(&arguments.roots, &config, &catalogue)?;
    let bench = bench::open(options, console)?;
    let interrupt = Interrupt::listen();
    let workers = options.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, usize::from),
        usize::from,
    );
    let known = Known::new(&bench.cache, Key::find(&Folder::Data.open()?)?);
    let check = Check {
        bench: &bench,
        catalogue: &catalogue,
        known: &known,
        fresh: options.fresh,
        require: &arguments.require,
        partition: arguments.partition,
        seed: options.seed,
        reveal: arguments.reveal,
    };
    let bar = console.progress("Judging", solutions.len() as u64);
    let pool = Pool {
        workers,
        budget: arguments.budget.map(Duration::from_secs),
        interrupt: &interrupt,
    };
    let batch = check.run(solutions, pool, &bar)?;
    drop(bar);
    batch::write(&batch, &policy, &arguments.outputs, options, console)
}
