//! `setup`: builds everything that judging needs, ahead of time.

use super::bench::{self, more};
use crate::build::engine::Engine;
use crate::cli::Options;
use crate::console::Console;
use crate::error::{Error, Exit};
use crate::judge::Bench;
use crate::problem::catalogue::Catalogue;

/// Builds the harness, and the models and references of all problems.
///
/// # Errors
/// If this machine cannot judge, or something does not compile.
pub fn run(options: &Options, console: &Console) -> Result<Exit, Error> {
    let catalogue = Catalogue::new(&options.problems)?;
    let bench = bench::open(options, console)?;
    let slugs = catalogue.slugs();
    let bar = console.progress("Compiling", slugs.len() as u64);
    let mut engines: &[Engine] = &[];
    for slug in &slugs {
        bar.message(slug);
        let problem = catalogue.load(slug, None)?;
        bench.programs(&problem)?;
        engines = more(engines, Bench::engines(&problem));
        bar.step();
    }
    drop(bar);
    bench::prepare_engines(&bench, engines, console)?;
    console.status(
        "Ready",
        format!(
            "{} problems, kit {}, sandbox {}",
            slugs.len(),
            bench.kit.hash,
            bench.sandbox.strength
        ),
    );
    Ok(Exit::Done)
}
