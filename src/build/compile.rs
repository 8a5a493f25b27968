//! Compiling a submission, in three calls of rustc: the submission and its glue, both of
//! which are somebody else's code once instantiated, and then a constant `main` that is
//! linked with them and holds nothing of theirs.

mod breaches;
mod calls;
mod explored;
mod failed;
mod known_glue;
mod temporary_crate;

pub use explored::{ExploredBuild, ExploredProgram, ExploredSources};
pub use failed::Failed;

use super::glue;
use super::kit::Kit;
use super::policy;
use super::rustc::{Cancel, CompileLimits, Outcome};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::report::document::Diagnostic;
use crate::sandbox::Choice;
use crate::submission::Submission;
use crate::verdict::Reason;
use calls::Calls;
use camino::{Utf8Path, Utf8PathBuf};
use failed::rejected;
use std::fs;
use std::time::Instant;
use tempfile::TempDir;
use temporary_crate::temporary_folder;

/// How everything is compiled that a submission's program is made of. Crates this small are
/// not worth being split, nor kept for a later optimisation.
pub(super) const FLAGS: [&str; 4] = [
    "-Copt-level=2",
    "-Ccodegen-units=1",
    "-Cembed-bitcode=no",
    "-Coverflow-checks=on",
];

/// Compiles submissions with a kit.
#[derive(Clone, Debug)]
pub struct Compiler<'a> {
    /// The kit.
    pub kit: &'a Kit,
    /// The cache folder: what is known of glue that has compiled.
    pub cache: &'a Utf8Path,
    /// Whether the temporary crate stays for a person to look at.
    pub keep: bool,
    /// How the compiler is walled in while it works on somebody else's sources.
    pub sandbox: &'a Choice,
    /// When to give up, whatever the compiler is at.
    pub until: Option<Instant>,
    /// What may call it off before that.
    pub cancel: Option<Cancel>,
}

/// What came of compiling a submission.
#[derive(Debug)]
pub enum Build {
    /// A program.
    Program(Program),
    /// The candidate's fault.
    Failed(Failed),
    /// The time for it was over: nobody's fault, and nothing is known of the submission.
    Stopped,
}

/// A compiled submission. The program is gone with this value, unless it is kept.
#[derive(Debug)]
pub struct Program {
    /// The executable.
    pub path: Utf8PathBuf,
    /// The compiler's warnings.
    pub warnings: Vec<Diagnostic>,
    /// Time on the clock for all calls, in milliseconds.
    pub wall_ms: f64,
    /// Where the crate stays, if it does.
    pub kept: Option<Utf8PathBuf>,
    _folder: Option<TempDir>,
}

impl Compiler<'_> {
    /// Compiles a submission.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn submission(
        &self,
        problem: &Problem,
        submission: &Submission,
    ) -> Result<Build, JudgingError> {
        let begun = Instant::now();
        let offences = policy::scan(submission, problem.unsafe_code);
        if !offences.is_empty() {
            return Ok(Build::Failed(rejected(&offences)));
        }
        let (folder, path) = temporary_folder()?;
        let folder = if self.keep {
            let _stays = folder.keep();
            None
        } else {
            Some(folder)
        };
        let kept = folder.is_none().then(|| path.clone());
        let calls = Calls {
            compiler: self,
            problem,
            submission,
            folder: path,
        };
        let made = calls.all()?;
        // What is wrong with it is wrong all the same.
        let limit = |failed: &Failed| failed.reason == Some(Reason::CompilerLimit);
        if self.is_over() && made.as_ref().is_err_and(limit) {
            return Ok(Build::Stopped);
        }
        let wall_ms = begun.elapsed().as_secs_f64() * 1e3;
        Ok(match made {
            Ok((path, warnings)) => Build::Program(Program {
                path,
                warnings,
                wall_ms,
                kept,
                _folder: folder,
            }),
            Err(failed) => Build::Failed(Failed {
                wall_ms,
                kept,
                ..failed
            }),
        })
    }
}

impl Compiler<'_> {
    /// Whether it is time to give up.
    fn is_over(&self) -> bool {
        self.until.is_some_and(|until| Instant::now() >= until)
            || self.cancel.as_ref().is_some_and(Cancel::is_set)
    }

    /// What a call may use now.
    fn limits(&self) -> CompileLimits {
        let limits = CompileLimits::default();
        let left = self
            .until
            .map(|until| until.saturating_duration_since(Instant::now()).as_millis());
        let left = left.and_then(|left| u64::try_from(left).ok());
        CompileLimits {
            wall_ms: left.unwrap_or(u64::MAX).min(limits.wall_ms),
            cancel: self.cancel.clone(),
            ..limits
        }
    }
}

/// Writes generated sources into a new folder.
pub fn write_all(folder: &Utf8Path, sources: &glue::Sources) -> Result<(), JudgingError> {
    let failed = || JudgingError::caused("write generated sources");
    fs::create_dir_all(folder).map_err(failed())?;
    for (path, text) in sources {
        fs::write(folder.join(path), text).map_err(failed())?;
    }
    Ok(())
}

/// Everything the compiler said, for the judge's own log.
pub fn said(outcome: &Outcome) -> String {
    let mut text: Vec<&str> = outcome
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .filter_map(|diagnostic| diagnostic.rendered.as_deref())
        .collect();
    text.push(&outcome.stderr_tail);
    text.join("\n")
}
