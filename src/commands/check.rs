//! `check`: judging all submissions of one tree or many.

use super::batch;
use super::bench::{self, more};
use crate::build::engine::Engine;
use crate::ci::budget::Budget;
use crate::ci::check::Check;
use crate::ci::config::Config;
use crate::ci::find::{Solution, find};
use crate::ci::interrupt::Interrupt;
use crate::ci::pool::Pool;
use crate::ci::seed::Chosen;
use crate::cli::{self, Options};
use crate::console::Console;
use crate::dirs::Folder;
use crate::error::{Error, Exit, UserError};
use crate::judge::Bench;
use crate::known::{Key, Known};
use crate::problem::catalogue::Catalogue;
use std::collections::BTreeSet;
use std::sync::Arc;
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
    let seed = match (&arguments.seed_file, options.seed) {
        (Some(_), Some(_)) => {
            let message = "--seed and --seed-file exclude each other";
            return Err(UserError::new(Exit::Usage, message).into());
        }
        (Some(file), None) => Chosen::from_file(file, &arguments.roots)?,
        (None, number) => Chosen::from_number(number),
    };
    let budget = Budget {
        total: arguments.budget.map(Duration::from_secs),
        each: arguments.budget_each.map(Duration::from_secs),
    };
    let policy = batch::policy(&arguments.outputs)?;
    let solutions = find(&arguments.roots, &config, &catalogue)?;
    let bench = Bench {
        explores_ahead: false,
        baseline: Some(Arc::default()),
        ..bench::open(options, console)?
    };
    bench::prepare_engines(&bench, engines(&catalogue, &solutions), console)?;
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
        seed: &seed,
        budget,
        reveal: arguments.reveal,
    };
    let bar = console.progress("Judging", solutions.len() as u64);
    let pool = Pool {
        workers,
        budget: budget.total,
        interrupt: &interrupt,
    };
    let batch = check.run(solutions, pool, &bar)?;
    drop(bar);
    batch::write(&batch, &policy, &arguments.outputs, options, console)
}

/// What the scenarios of all solutions need. What cannot be read is told where it is judged.
fn engines(catalogue: &Catalogue, solutions: &[Solution]) -> &'static [Engine] {
    let problems: BTreeSet<(&str, Option<u32>)> = solutions
        .iter()
        .map(|solution| (solution.problem.as_str(), solution.stage))
        .collect();
    problems
        .into_iter()
        .filter_map(|(slug, stage)| catalogue.load(slug, stage).ok())
        .fold(&[], |engines, problem| {
            more(engines, Bench::engines(&problem))
        })
}
