//! `setup`: builds everything that judging needs, ahead of time.

use super::bench;
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
    let mut explores = false;
    for slug in &slugs {
        bar.message(slug);
        let problem = catalogue.load(slug, None)?;
        bench.programs(&problem)?;
        explores |= Bench::explores(&problem);
        bar.step();
    }
    drop(bar);
    if explores {
        bench::prepare_explorer(&bench, console)?;
    }
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
