//! Compiling a submission, in three calls of rustc: the submission and its glue, both of
//! which are somebody else's code once instantiated, and then a constant `main` that is
//! linked with them and holds nothing of theirs.

mod explored;

pub use explored::{ExploredBuild, ExploredProgram, ExploredSources};

use super::confined::{Place, confined, take};
use super::conformity::{Breach, Conformity};
use super::diagnostics::{Diagnostics, Sources};
use super::glue::{self, submission_glue};
use super::kit::Kit;
use super::policy;
use super::rustc::{
    CompileLimit, CompileLimits, Failure, Invocation, Outcome, RawDiagnostic, source_argument,
};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::report::document::Diagnostic;
use crate::sandbox::Choice;
use crate::submission::Submission;
use crate::verdict::{Reason, Verdict};
use camino::{Utf8Path, Utf8PathBuf};
use std::ffi::OsString;
use std::fs;
use std::time::Instant;
use tempfile::TempDir;

/// The file of the glue that asks rustc whether the contract is met.
const PROBES: &str = "probes.rs";

/// The file of the glue that holds the package's own tests.
const OWN_TESTS: &str = "tests.rs";

/// The file of the glue that asks rustc whether the types have the traits asked for.
const BOUNDS: &str = "bounds.rs";

/// The `main` of every submission's program.
const MAIN: &str = "fn main() {\n    glue::serve()\n}\n";

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

/// A submission that does not become a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Failed {
    /// `compile_error`, `rejected` or, if the problem is at fault, `judging_error`.
    pub verdict: Verdict,
    /// Why.
    pub reason: Option<Reason>,
    /// In a few words.
    pub summary: String,
    /// At length.
    pub diagnostics: Vec<Diagnostic>,
    /// Time on the clock for all calls, in milliseconds.
    pub wall_ms: f64,
    /// Where the crate stays, if it does.
    pub kept: Option<Utf8PathBuf>,
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
        let folder = tempfile::Builder::new()
            .prefix("greenroom-")
            .tempdir()
            .map_err(JudgingError::caused("make a temporary crate"))?;
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned())
            .map_err(|_| JudgingError::new("work in a folder whose name is not UTF-8"))?;
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
            ..limits
        }
    }
}

fn rejected(offences: &[policy::Offence]) -> Failed {
    let first = &offences[0];
    let more = match offences.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    Failed {
        verdict: Verdict::Rejected,
        reason: Some(Reason::Source),
        summary: format!("{} at {}:{}{more}", first.what, first.file, first.line),
        diagnostics: offences.iter().map(policy::Offence::diagnostic).collect(),
        wall_ms: 0.0,
        kept: None,
    }
}

/// The calls for one submission in one folder.
struct Calls<'a> {
    compiler: &'a Compiler<'a>,
    problem: &'a Problem,
    submission: &'a Submission,
    folder: Utf8PathBuf,
}

/// The folder that a submission is compiled in.
#[derive(Clone, Copy)]
struct TemporaryCrate<'a> {
    compiler: &'a Compiler<'a>,
    /// The folder of the libraries that it is compiled against.
    harness: &'a Utf8Path,
    folder: &'a Utf8Path,
}

impl TemporaryCrate<'_> {
    /// What all calls share. No program knows where it was compiled.
    fn common(&self, name_and_type: &[&str; 2]) -> Vec<OsString> {
        let remap = format!("--remap-path-prefix={}=.", self.folder);
        [
            "--edition",
            "2024",
            "--crate-name",
            name_and_type[0],
            "--crate-type",
            name_and_type[1],
            &remap,
        ]
        .into_iter()
        .chain(FLAGS)
        .map(OsString::from)
        .collect()
    }

    /// Calls the compiler on code that is somebody else's.
    fn confined(
        &self,
        args: Vec<OsString>,
        folder: &Utf8Path,
        environment: &[(&str, &str)],
    ) -> Result<Outcome, JudgingError> {
        let place = Place {
            environment,
            folder,
            // The candidate's own file is quoted in messages about the glue too.
            readable: &[&self.folder.join("submission"), self.harness],
            writable: &self.folder.join("out"),
        };
        let Compiler { kit, sandbox, .. } = self.compiler;
        let limits = self.compiler.limits();
        confined(&kit.toolchain, sandbox, place, args, limits)
    }

    /// Links the program, outside of the sandbox: the linker needs more than the compiler,
    /// and `main` holds nothing of the submission's. Where it is, if that succeeded.
    fn link(&self, mut args: Vec<OsString>) -> Result<(Utf8PathBuf, Outcome), JudgingError> {
        let failed = || JudgingError::caused("write a temporary crate");
        let folder = self.folder.join("program");
        fs::create_dir(&folder).map_err(failed())?;
        for library in ["libsubmission.rlib", "libglue.rlib"] {
            take(
                &self.folder.join("out").join(library),
                &folder.join(library),
            )?;
        }
        fs::write(folder.join("main.rs"), MAIN).map_err(failed())?;
        args.extend(
            [
                "--extern",
                "glue=libglue.rlib",
                "-L",
                "dependency=.",
                "-o",
                "main",
                "main.rs",
            ]
            .map(OsString::from),
        );
        let outcome = self.compiler.kit.toolchain.run(Invocation {
            args,
            current_dir: folder.clone(),
            limits: self.compiler.limits(),
            links: true,
            wrapper: None,
        })?;
        Ok((folder.join("main"), outcome))
    }
}

type Made = Result<(Utf8PathBuf, Vec<Diagnostic>), Failed>;

impl Calls<'_> {
    fn all(&self) -> Result<Made, JudgingError> {
        let failed = || JudgingError::caused("write a temporary crate");
        let source = self.folder.join("submission");
        fs::create_dir(&source).map_err(failed())?;
        let root = self.submission.write_to(&source)?;
        let outcome = self.submission_call(&source, &root)?;
        let sources = Sources {
            submission: self.submission,
            folder: &source,
            toolchain: &self.compiler.kit.toolchain,
            generated: &[],
        };
        let said = sources.report(&outcome.diagnostics);
        if let Some(failure) = outcome.failure() {
            return Ok(Err(compile_error(failure, said)));
        }
        let changed = self.conformity().given_items();
        if !changed.is_empty() {
            return Ok(Err(contract_error(changed)));
        }
        let glue = submission_glue(self.problem);
        let glue_folder = self.folder.join("glue");
        write_all(&glue_folder, &glue)?;
        let outcome = self.glue_call(&glue_folder)?;
        if let Some(failure) = outcome.failure() {
            return self.glue_failed(failure, &outcome, &glue, &glue_folder);
        }
        self.compiler.glue_is_good(&glue);
        let program = match self.main_call()? {
            Ok(program) => program,
            Err(failed) => return Ok(Err(failed)),
        };
        if self.compiler.keep {
            super::kept::write_manifests(&self.folder, self.submission)?;
        }
        Ok(Ok((program, said.kept)))
    }

    fn submission_call(&self, source: &Utf8Path, root: &Utf8Path) -> Result<Outcome, JudgingError> {
        let root = root.strip_prefix(source).unwrap_or(root);
        let mut args = self.common(&["submission", "rlib"]);
        if !self.problem.unsafe_code {
            args.extend(["-F".into(), "unsafe_code".into()]);
        }
        args.extend(["-o".into(), "../out/libsubmission.rlib".into()]);
        args.push(source_argument(root));
        self.confined(args, source)
    }

    fn glue_call(&self, folder: &Utf8Path) -> Result<Outcome, JudgingError> {
        let mut args = self.common(&["glue", "rlib"]);
        args.extend(self.compiler.kit.externs(&["wire", "driver", "kit"]));
        args.extend([
            "--extern".into(),
            "submission=../out/libsubmission.rlib".into(),
            "-o".into(),
            "../out/libglue.rlib".into(),
            "lib.rs".into(),
        ]);
        self.confined(args, folder)
    }

    fn main_call(&self) -> Result<Result<Utf8PathBuf, Failed>, JudgingError> {
        let mut args = self.common(&["main", "bin"]);
        args.extend(self.compiler.kit.externs(&[]));
        args.push("-Cstrip=symbols".into());
        let (program, outcome) = self.temporary().link(args)?;
        if outcome.success {
            return Ok(Ok(program));
        }
        if outcome.limit == Some(CompileLimit::Time) && self.compiler.is_over() {
            let failure = Failure::Limit(CompileLimit::Time);
            return Ok(Err(compile_error(failure, Diagnostics::default())));
        }
        Err(JudgingError::new(format!(
            "link the submission's program: {}",
            said(&outcome)
        )))
    }

    fn temporary(&self) -> TemporaryCrate<'_> {
        TemporaryCrate {
            compiler: self.compiler,
            harness: &self.compiler.kit.folder,
            folder: &self.folder,
        }
    }

    fn common(&self, name_and_type: &[&str; 2]) -> Vec<OsString> {
        self.temporary().common(name_and_type)
    }

    fn confined(&self, args: Vec<OsString>, folder: &Utf8Path) -> Result<Outcome, JudgingError> {
        self.temporary().confined(args, folder, &[])
    }

    /// The glue did not compile: the candidate's fault if it compiles with another
    /// submission, the judge's or the author's otherwise.
    fn glue_failed(
        &self,
        failure: Failure,
        outcome: &Outcome,
        glue: &glue::Sources,
        folder: &Utf8Path,
    ) -> Result<Made, JudgingError> {
        let over = failure == Failure::Limit(CompileLimit::Time) && self.compiler.is_over();
        if over {
            return Ok(Err(compile_error(failure, Diagnostics::default())));
        }
        if !self.compiler.glue_known(glue) && !self.compiler.try_reference(self.problem)? {
            return Err(JudgingError::new(format!(
                "compile the glue of `{}`, with any of its accepted submissions: {}",
                self.problem.slug,
                said(outcome)
            )));
        }
        if failure != Failure::Errors {
            return Ok(Err(compile_error(failure, Diagnostics::default())));
        }
        let names: Vec<&str> = glue.keys().map(|path| path.as_str()).collect();
        let sources = Sources {
            submission: self.submission,
            folder,
            toolchain: &self.compiler.kit.toolchain,
            generated: &names,
        };
        let breaches = self.breaches(outcome, glue, &sources);
        if !breaches.is_empty() {
            return Ok(Err(contract_error(breaches)));
        }
        let breaches = self.broken_bounds(outcome, glue, &sources);
        if !breaches.is_empty() {
            return Ok(Err(Failed {
                reason: Some(Reason::Bounds),
                ..contract_error(breaches)
            }));
        }
        Ok(Err(compile_error(
            failure,
            sources.report(&self.without_hidden_tests(&outcome.diagnostics)),
        )))
    }

    /// The messages, with no line of tests.rs in them: what it says stays hidden, also from
    /// a submission whose own file has that name.
    fn without_hidden_tests(&self, diagnostics: &[RawDiagnostic]) -> Vec<RawDiagnostic> {
        let hidden = format!(" {OWN_TESTS}:");
        let quotes = |rendered: &String| rendered.contains(&hidden);
        let mut messages = diagnostics.to_vec();
        if self.problem.own_tests.is_some() {
            for message in &mut messages {
                message.rendered.take_if(|rendered| quotes(rendered));
            }
        }
        messages
    }

    fn conformity(&self) -> Conformity<'_> {
        Conformity::new(&self.problem.slug, &self.problem.contract, self.submission)
    }

    /// The bounds that did not compile.
    fn broken_bounds(
        &self,
        outcome: &Outcome,
        glue: &glue::Sources,
        sources: &Sources<'_>,
    ) -> Vec<Breach> {
        let conformity = self.conformity();
        let text = glue.get(Utf8Path::new(BOUNDS)).map_or("", String::as_str);
        let mut explained = vec![];
        let mut breaches = vec![];
        for raw in outcome.diagnostics.iter().filter(|raw| raw.is_error()) {
            let Some(span) = raw.primary().filter(|span| span.file_name == BOUNDS) else {
                continue;
            };
            let number = glue::bound_at(text, span.line_start as usize);
            let bound = number.and_then(|number| self.problem.bounds.get(number));
            let said = sources.report(std::slice::from_ref(raw)).kept;
            if let (Some(bound), Some(rustc)) = (bound, said.first())
                && !explained.contains(&bound)
            {
                explained.push(bound);
                breaches.push(conformity.explain_bound(bound, rustc));
            }
        }
        breaches
    }

    /// The ways in which the contract is not met, by the probes that did not compile.
    fn breaches(
        &self,
        outcome: &Outcome,
        glue: &glue::Sources,
        sources: &Sources<'_>,
    ) -> Vec<Breach> {
        let conformity = self.conformity();
        let probes = glue.get(Utf8Path::new(PROBES)).map_or("", String::as_str);
        let mut explained = vec![];
        let mut breaches: Vec<Breach> = vec![];
        for raw in outcome.diagnostics.iter().filter(|raw| raw.is_error()) {
            let Some(span) = raw.primary().filter(|span| span.file_name == PROBES) else {
                continue;
            };
            let function = glue::probe_at(probes, span.line_start as usize);
            if explained.contains(&function) {
                continue;
            }
            explained.push(function);
            let said = sources.report(std::slice::from_ref(raw)).kept;
            let breach = said
                .first()
                .map(|rustc| conformity.explain(function, rustc))
                .filter(|breach| !breaches.contains(breach));
            breaches.extend(breach);
        }
        breaches
    }
}

impl Compiler<'_> {
    /// Glue that has compiled once is good: what fails beside it is the submission.
    fn glue_mark(&self, glue: &glue::Sources) -> Utf8PathBuf {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.kit.hash.as_bytes());
        for (path, text) in glue {
            hasher.update(path.as_str().as_bytes());
            hasher.update(text.as_bytes());
        }
        let hash = hasher.finalize().to_hex();
        self.cache.join("glue").join(&hash[..32])
    }

    fn glue_known(&self, glue: &glue::Sources) -> bool {
        self.glue_mark(glue).exists()
    }

    /// Only a hint for later: that it cannot be written changes no verdict.
    fn glue_is_good(&self, glue: &glue::Sources) {
        let mark = self.glue_mark(glue);
        if !mark.exists()
            && let Some(folder) = mark.parent()
        {
            let _ = fs::create_dir_all(folder).and_then(|()| fs::write(&mark, ""));
        }
    }

    /// Whether an accepted submission of the package compiles.
    fn try_reference(&self, problem: &Problem) -> Result<bool, JudgingError> {
        let quiet = Compiler {
            keep: false,
            until: None,
            ..self.clone()
        };
        for packaged in &problem.submissions {
            if packaged.expected != Verdict::Accepted {
                continue;
            }
            let submission = packaged.submission();
            let folder =
                tempfile::tempdir().map_err(JudgingError::caused("make a temporary crate"))?;
            let path = Utf8PathBuf::from_path_buf(folder.path().to_owned())
                .map_err(|_| JudgingError::new("work in a folder whose name is not UTF-8"))?;
            let calls = Calls {
                compiler: &quiet,
                problem,
                submission: &submission,
                folder: path.clone(),
            };
            let source = path.join("submission");
            fs::create_dir(&source).map_err(JudgingError::caused("write a temporary crate"))?;
            let root = submission.write_to(&source)?;
            if !calls.submission_call(&source, &root)?.success {
                continue;
            }
            let glue = submission_glue(problem);
            let glue_folder = path.join("glue");
            write_all(&glue_folder, &glue)?;
            let compiled = calls.glue_call(&glue_folder)?.success;
            if compiled {
                self.glue_is_good(&glue);
            }
            return Ok(compiled);
        }
        Ok(false)
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

fn compile_error(failure: Failure, said: Diagnostics) -> Failed {
    let (reason, summary) = match failure {
        Failure::Errors => (
            Reason::Compiler,
            said.summary()
                .unwrap_or_else(|| "it does not compile".into()),
        ),
        Failure::Limit(limit) => (Reason::CompilerLimit, limit.text().to_owned()),
        Failure::Crash(how) => (Reason::CompilerLimit, how),
        Failure::Unexplained => (
            Reason::Compiler,
            "the compiler refuses it without a message".to_owned(),
        ),
    };
    Failed {
        verdict: Verdict::CompileError,
        reason: Some(reason),
        summary,
        diagnostics: said.kept,
        wall_ms: 0.0,
        kept: None,
    }
}

fn contract_error(breaches: Vec<Breach>) -> Failed {
    let more = match breaches.len() {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let first = breaches
        .first()
        .map_or("the contract is not met", |breach| &breach.summary);
    Failed {
        verdict: Verdict::CompileError,
        reason: Some(Reason::Contract),
        summary: format!("{first}{more}"),
        diagnostics: breaches
            .into_iter()
            .map(|breach| breach.diagnostic)
            .collect(),
        wall_ms: 0.0,
        kept: None,
    }
}
