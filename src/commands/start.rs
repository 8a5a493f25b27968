//! `start`: a crate to solve a problem in.

use super::bench;
use crate::cli::{Options, Start};
use crate::console::Console;
use crate::dirs::Folder;
use crate::error::{Error, Exit};
use crate::judge::Bench;
use crate::practice::start;
use crate::problem::Problem;
use crate::problem::catalogue::Catalogue;
use crate::report::store::Store;
use camino::Utf8PathBuf;
use std::num::NonZeroU32;

/// Makes the crate and says what to do with it.
///
/// # Errors
///
/// There is no such problem, or the crate cannot be made.
pub fn run(arguments: &Start, options: &Options, console: &Console) -> Result<Exit, Error> {
    let catalogue = Catalogue::new(&options.problems)?;
    let stage = options.stage.map_or(1, NonZeroU32::get);
    let problem = catalogue.load(&arguments.slug, Some(stage))?;
    let folder = arguments
        .path
        .clone()
        .unwrap_or_else(|| Utf8PathBuf::from(&problem.slug));
    start::start(&problem, &folder)?;
    let shown = start::shown(&folder);
    console.status("Created", format!("{shown}, {}", problem.title));
    // The list can do without it.
    let marked = Folder::Data
        .open()
        .map_err(Error::from)
        .and_then(|data| Ok(Store::new(&data).mark_started(&problem.slug)?));
    if let Err(error) = marked {
        console.warning(format!("`list` will not know that it is started: {error}"));
    }
    console.print(&format!(
        "next: cd {folder}, read README.md, fill in src/lib.rs; `cargo test` runs the samples, \
         `greenroom submit` everything\n"
    ))?;
    // The statement is read while this goes on; `submit` can do it too.
    if let Err(error) = prepare(&problem, options, console) {
        console.warning(format!("not ready to judge yet: {error}"));
    }
    Ok(Exit::Done)
}

/// Compiles what the first `test` would have to wait for.
fn prepare(problem: &Problem, options: &Options, console: &Console) -> Result<(), Error> {
    let bench = bench::open(options, console)?;
    bench.programs(problem)?;
    bench::prepare_engines(&bench, Bench::engines(problem), console)
}
