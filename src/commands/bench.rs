//! Getting ready to judge, with words about it.

use crate::build::engine::{Engine, NoEngine};
use crate::build::found;
use crate::build::kit::{Kit, Progress};
use crate::cli::Options;
use crate::console::{self, Console};
use crate::dirs::Folder;
use crate::error::Error;
use crate::judge::Bench;
use crate::sandbox::{self, Strength, advice};
use std::thread;

/// Finds the compiler and the sandbox, and builds the harness if it is not there yet.
///
/// # Errors
/// If this machine cannot judge, or the harness cannot be built.
pub fn open(options: &Options, console: &Console) -> Result<Bench, Error> {
    let cache = Folder::Cache.open()?;
    let toolchain = found::toolchain(&cache)?;
    let sandbox = sandbox::choose(&cache, options.sandbox)?;
    if sandbox.strength != Strength::Full {
        let exposed = sandbox.strength.exposed().join("; ");
        console.warning(format!("sandbox {}: {exposed}", sandbox.strength));
        if options.sandbox != Some(sandbox.strength) {
            let fix = advice::for_full();
            console.warning(format!("a stronger one would need: {fix}"));
        }
    }
    let version = toolchain.version.clone();
    let mut bar: Option<console::Progress> = None;
    let kit = Kit::prepare(&cache, toolchain, &mut |progress| match progress {
        Progress::Begins { parts } => {
            console.status("Preparing", format!("the harness for {version}, once"));
            bar = Some(console.progress("Preparing", parts as u64));
        }
        Progress::Done(_) => {
            if let Some(bar) = &bar {
                bar.step();
            }
        }
    })?;
    drop(bar);
    Ok(Bench {
        kit,
        cache,
        sandbox,
        explores_ahead: thread::available_parallelism().is_ok_and(|cores| cores.get() > 1),
        baseline: None,
    })
}

/// Builds the engines if they are not there yet. A machine on which one cannot be built judges
/// everything else.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn prepare_engines(bench: &Bench, engines: &[Engine], console: &Console) -> Result<(), Error> {
    for engine in engines {
        let (what, without) = match engine {
            Engine::Explorer => (
                "the explorer of interleavings, once",
                "interleavings cannot be explored here",
            ),
            Engine::Loom => (
                "loom, for a second opinion on orderings, once",
                "there is no second opinion on orderings here",
            ),
        };
        let mut begins = || console.status("Preparing", what);
        match bench.engine(*engine, &mut begins) {
            Ok(_) => {}
            Err(NoEngine::Unavailable(why)) => console.warning(format!("{without}: {why}")),
            Err(NoEngine::Failed(error)) => return Err(error.into()),
        }
    }
    Ok(())
}

/// What two problems need: who needs more needs all that the other does.
pub const fn more(a: &'static [Engine], b: &'static [Engine]) -> &'static [Engine] {
    if a.len() < b.len() { b } else { a }
}
