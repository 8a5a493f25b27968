//! Compiling a submission against the stand-in for std, so that it can be explored. The
//! ordinary build has said before, or says beside it, whether it compiles at all: what does
//! not compile here is something that the stand-in lacks, and never the candidate's fault.

use super::temporary_crate::{TemporaryCrate, temporary_folder};
use super::{Compiler, said, write_all};
use crate::build::diagnostics::Sources;
use crate::build::engine::{Engine, EnginePart};
use crate::build::glue::{self, scenario_glue};
use crate::build::policy;
use crate::build::rustc::{CompileLimit, Failure, Outcome, source_argument};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::submission::Submission;
use camino::{Utf8Path, Utf8PathBuf};
use std::ffi::OsString;
use std::fs;
use std::time::Instant;
use tempfile::TempDir;

/// Where data races are looked for, the submission and its glue tell of every access to
/// memory, and of their lines. rustc's own runtime for that is not linked: the explorer has
/// one.
const INSTRUMENTED: [&str; 2] = ["-Zsanitizer=thread", "-Cdebuginfo=line-tables-only"];

/// What lets a stable compiler be asked for that. A submission gains nothing by it: the
/// ordinary build refuses what is not stable.
const UNSTABLE: [(&str, &str); 1] = [("RUSTC_BOOTSTRAP", "1")];

/// What lets instrumented code be linked with what is not.
const LINKED_WITH_INSTRUMENTED: [&str; 1] = ["-Cunsafe-allow-abi-mismatch=sanitizer"];

/// What came of compiling a submission to be explored.
#[derive(Debug)]
pub enum ExploredBuild {
    /// A program.
    Program(ExploredProgram),
    /// It cannot be explored; why, for people.
    Unsupported(String),
}

/// A submission that can be explored. The program is gone with this value.
#[derive(Debug)]
pub struct ExploredProgram {
    /// The executable.
    pub path: Utf8PathBuf,
    /// Time on the clock for all calls, in milliseconds.
    pub wall_ms: f64,
    _folder: TempDir,
}

#[cfg(test)]
impl ExploredProgram {
    /// One that is nowhere but has a name, for tests of what is done with programs.
    pub fn of_name(name: String) -> Self {
        Self {
            path: name.into(),
            wall_ms: 0.0,
            _folder: tempfile::tempdir().expect("it can be done"),
        }
    }
}

/// What such a program is made from. Unlike the problem it can be handed to another thread.
#[derive(Clone, Debug)]
pub struct ExploredSources {
    submission: Submission,
    glue: glue::Sources,
    unsafe_code: bool,
    finds_races: bool,
}

/// What is explored is small, and the explorer beneath it is optimised already.
const LITTLE: &str = "-Copt-level=0";

/// Instrumented code would tell of accesses to variables that any optimisation removes, and on
/// loom's small stacks they would take room.
const SOMEWHAT: &str = "-Copt-level=1";

impl ExploredSources {
    /// Those of a submission; nothing if it breaks a rule, and is not compiled at all.
    pub fn new(problem: &Problem, submission: &Submission) -> Option<Self> {
        let is_legal = policy::scan(submission, problem.unsafe_code).is_empty();
        is_legal.then(|| Self {
            submission: submission.clone(),
            glue: scenario_glue(problem),
            unsafe_code: problem.unsafe_code,
            finds_races: problem.finds_races,
        })
    }

    /// Whether something lies in a static.
    pub fn has_statics(&self) -> bool {
        policy::has_statics(&self.submission)
    }
}

impl Compiler<'_> {
    /// Compiles a submission against the stand-in for std on an engine.
    ///
    /// # Errors
    /// If the judge itself cannot go on.
    pub fn explored(
        &self,
        part: &EnginePart,
        sources: &ExploredSources,
    ) -> Result<ExploredBuild, JudgingError> {
        let begun = Instant::now();
        let (folder, path) = temporary_folder()?;
        let calls = Calls {
            part,
            sources,
            temporary: TemporaryCrate {
                compiler: self,
                harness: &part.folder,
                folder: &path,
            },
        };
        Ok(match calls.all()? {
            Ok(path) => ExploredBuild::Program(ExploredProgram {
                path,
                wall_ms: begun.elapsed().as_secs_f64() * 1e3,
                _folder: folder,
            }),
            Err(why) => ExploredBuild::Unsupported(why),
        })
    }
}

/// The calls for one submission in one folder.
struct Calls<'a> {
    part: &'a EnginePart,
    sources: &'a ExploredSources,
    temporary: TemporaryCrate<'a>,
}

impl Calls<'_> {
    /// Whether the program tells of every access to memory; loom does not look at them.
    fn is_instrumented(&self) -> bool {
        self.sources.finds_races && self.part.engine == Engine::Explorer
    }

    fn optimisation(&self) -> &'static str {
        if self.is_instrumented() || self.part.engine == Engine::Loom {
            SOMEWHAT
        } else {
            LITTLE
        }
    }

    fn all(&self) -> Result<Result<Utf8PathBuf, String>, JudgingError> {
        let Self { part, sources, .. } = self;
        let failed = || JudgingError::caused("write a temporary crate");
        let folder = self.temporary.folder;
        let source = folder.join("submission");
        fs::create_dir(&source).map_err(failed())?;
        let root = sources.submission.write_to(&source)?;
        let root = root.strip_prefix(&source).unwrap_or(&root);
        let stand_in = part.externs(&["std", "core"]);

        let mut args = self.common(&["submission", "rlib"]);
        if !sources.unsafe_code {
            args.extend(["-F".into(), "unsafe_code".into()]);
        }
        args.extend(stand_in.clone());
        args.extend(["-o".into(), "../out/libsubmission.rlib".into()]);
        args.push(source_argument(root));
        let outcome = self.confined(args, &source)?;
        if let Some(failure) = outcome.failure() {
            return Ok(Err(self.unsupported(&failure, &outcome, &source)));
        }

        let glue_folder = folder.join("glue");
        write_all(&glue_folder, &sources.glue)?;
        let mut args = self.common(&["glue", "rlib"]);
        args.extend(stand_in);
        args.extend(part.externs(&["wire", "driver", "kit"]));
        args.extend([
            "--extern".into(),
            "submission=../out/libsubmission.rlib".into(),
            "-o".into(),
            "../out/libglue.rlib".into(),
            "lib.rs".into(),
        ]);
        let outcome = self.confined(args, &glue_folder)?;
        if let Some(failure) = outcome.failure() {
            return Ok(Err(self.unsupported(&failure, &outcome, &glue_folder)));
        }
        self.main()
    }

    /// As the ordinary calls, but optimised less.
    fn common(&self, name_and_type: &[&str; 2]) -> Vec<OsString> {
        let mut args = self.temporary.common(name_and_type);
        args.extend([self.optimisation().into(), "-Cdebug-assertions=off".into()]);
        if self.is_instrumented() {
            args.extend(LINKED_WITH_INSTRUMENTED.map(OsString::from));
        }
        args
    }

    /// Calls the compiler on the submission or its glue.
    fn confined(
        &self,
        mut args: Vec<OsString>,
        folder: &Utf8Path,
    ) -> Result<Outcome, JudgingError> {
        if self.is_instrumented() {
            args.extend(INSTRUMENTED.map(OsString::from));
            return self.temporary.confined(args, folder, &UNSTABLE);
        }
        self.temporary.confined(args, folder, &[])
    }

    fn main(&self) -> Result<Result<Utf8PathBuf, String>, JudgingError> {
        let mut args = self.common(&["main", "bin"]);
        args.extend(self.part.externs(&[]));
        if !self.is_instrumented() {
            args.push("-Cstrip=symbols".into());
        }
        let (program, outcome) = self.temporary.link(args)?;
        if outcome.success {
            return Ok(Ok(program));
        }
        if outcome.limit == Some(CompileLimit::Time) && self.temporary.compiler.is_over() {
            return Ok(Err(CompileLimit::Time.text().to_owned()));
        }
        Err(JudgingError::new(format!(
            "link the program that is explored: {}",
            said(&outcome)
        )))
    }

    /// What the stand-in for std lacks, by the first error.
    fn unsupported(&self, failure: &Failure, outcome: &Outcome, folder: &Utf8Path) -> String {
        match failure {
            Failure::Errors => {}
            Failure::Limit(limit) => return limit.text().to_owned(),
            Failure::Crash(how) => return how.clone(),
            Failure::Unexplained => return "the compiler refuses it without a message".to_owned(),
        }
        let sources = Sources {
            submission: &self.sources.submission,
            folder,
            toolchain: &self.temporary.compiler.kit.toolchain,
            generated: &[],
        };
        let kept = sources.report(&outcome.diagnostics).kept;
        let first = kept.iter().find(|each| each.place.is_some());
        match first.and_then(|first| Some((first, first.place.as_ref()?))) {
            Some((first, place)) => format!(
                "the checker does not support this: {} ({}:{})",
                first.message, place.file, place.line
            ),
            None => "the checker does not support something that it uses".to_owned(),
        }
    }
}
