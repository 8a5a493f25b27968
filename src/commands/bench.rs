//! Getting ready to judge, with words about it.

use crate::build::explorer::NoExplorer;
use crate::build::found;
use crate::build::kit::{Kit, Progress};
use crate::cli::Options;
use crate::console::{self, Console};
use crate::dirs::Folder;
use crate::error::Error;
use crate::judge::Bench;
use crate::sandbox::{self, Strength, advice};

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
        explores_ahead: true,
        baseline: None,
    })
}

/// Builds the explorer if it is not there yet. A machine on which it cannot be built judges
/// everything else.
///
/// # Errors
/// If the judge itself cannot go on.
pub fn prepare_explorer(bench: &Bench, console: &Console) -> Result<(), Error> {
    let mut begins = || console.status("Preparing", "the explorer of interleavings, once");
    match bench.explorer(&mut begins) {
        Ok(_) => Ok(()),
        Err(NoExplorer::Unavailable(why)) => {
            console.warning(format!("interleavings cannot be explored here: {why}"));
            Ok(())
        }
        Err(NoExplorer::Failed(error)) => Err(error.into()),
    }
}
