//! What starts the programs of a judgement, each in its jail.

use super::{Bench, Programs};
use crate::build::compile::Program;
use crate::check::random::Shelf;
use crate::check::runner::Runner;
use crate::error::JudgingError;
use crate::problem::{Limits, Problem};
use crate::run::process::Launcher;
use crate::run::quiet::Place;
use crate::sandbox::{Choice, Jail};
use camino::Utf8Path;

/// What starts the processes of a judgement.
pub(super) struct Launchers {
    submission: Box<dyn Launcher>,
    reference: Option<Box<dyn Launcher>>,
    model: Option<Box<dyn Launcher>>,
    shelf: Option<Shelf>,
}

impl Launchers {
    pub fn runner<'a>(&'a self, problem: &'a Problem, place: Place) -> Runner<'a> {
        Runner::new(problem, &*self.submission, self.model.as_deref())
            .with_reference(self.reference.as_deref())
            .with_shelf(self.shelf.clone())
            .with_place(place)
    }
}

impl Bench {
    /// What starts the programs that judging needs.
    pub(super) fn launchers(
        &self,
        program: &Program,
        programs: &Programs,
        limits: &Limits,
    ) -> Result<Launchers, JudgingError> {
        let confined = |path: &Utf8Path| launcher(&self.sandbox, path, limits);
        let model = programs.model.as_deref();
        Ok(Launchers {
            shelf: model.and_then(|model| Shelf::new(&self.cache, model)),
            submission: confined(&program.path)?,
            reference: programs.reference.as_deref().map(confined).transpose()?,
            model: model
                .map(|path| model_launcher(&self.sandbox, path))
                .transpose()?,
        })
    }
}

#[cfg(unix)]
pub(super) fn launcher(
    sandbox: &Choice,
    path: &Utf8Path,
    limits: &Limits,
) -> Result<Box<dyn Launcher>, JudgingError> {
    let (jail, path) = Jail::for_submission(sandbox.strength, path, limits);
    let jail = jail.through(sandbox.bubblewrap.as_deref());
    Ok(Box::new(crate::run::unix::Program {
        path,
        arguments: vec![limits.stack.to_string()],
        jail,
        output: limits.output,
    }))
}

/// The stack of the thread that runs the model, in bytes. A naive model may recurse.
const MODEL_STACK: u64 = 256 << 20;

/// What the model may print, in bytes.
const MODEL_OUTPUT: u64 = 1 << 20;

#[cfg(unix)]
pub(super) fn model_launcher(
    sandbox: &Choice,
    path: &Utf8Path,
) -> Result<Box<dyn Launcher>, JudgingError> {
    let (jail, path) = Jail::for_model(sandbox.strength, path);
    Ok(Box::new(crate::run::unix::Program {
        path,
        arguments: vec![MODEL_STACK.to_string()],
        jail: jail.through(sandbox.bubblewrap.as_deref()),
        output: MODEL_OUTPUT,
    }))
}

#[cfg(not(unix))]
pub(super) fn launcher(
    _: &Choice,
    _: &Utf8Path,
    _: &Limits,
) -> Result<Box<dyn Launcher>, JudgingError> {
    Err(JudgingError::new("run a submission on this system"))
}

#[cfg(not(unix))]
pub(super) fn model_launcher(_: &Choice, _: &Utf8Path) -> Result<Box<dyn Launcher>, JudgingError> {
    Err(JudgingError::new("run a model on this system"))
}
