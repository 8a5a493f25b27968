//! The calls of rustc for one submission.

use super::failed::{Failed, compile_error, contract_error};
use super::temporary_crate::TemporaryCrate;
use super::{Compiler, said, write_all};
use crate::build::conformity::Conformity;
use crate::build::diagnostics::{Diagnostics, Sources};
use crate::build::glue::{self, submission_glue};
use crate::build::kept;
use crate::build::rustc::{CompileLimit, Failure, Outcome, RawDiagnostic, source_argument};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::report::document::Diagnostic;
use crate::submission::Submission;
use crate::verdict::Reason;
use camino::{Utf8Path, Utf8PathBuf};
use std::ffi::OsString;
use std::fs;

/// The file of the glue that holds the package's own tests.
const OWN_TESTS: &str = "tests.rs";

/// The calls for one submission in one folder.
pub(super) struct Calls<'a> {
    /// How to compile it.
    pub(super) compiler: &'a Compiler<'a>,
    /// The problem.
    pub(super) problem: &'a Problem,
    /// The submission.
    pub(super) submission: &'a Submission,
    /// Where its temporary crate is.
    pub(super) folder: Utf8PathBuf,
}

/// A program and the compiler's warnings, or why there is none.
pub(super) type Made = Result<(Utf8PathBuf, Vec<Diagnostic>), Failed>;

impl Calls<'_> {
    /// All three of them.
    pub(super) fn all(&self) -> Result<Made, JudgingError> {
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
            kept::write_manifests(&self.folder, self.submission)?;
        }
        Ok(Ok((program, said.kept)))
    }

    /// The first: the submission.
    pub(super) fn submission_call(
        &self,
        source: &Utf8Path,
        root: &Utf8Path,
    ) -> Result<Outcome, JudgingError> {
        let root = root.strip_prefix(source).unwrap_or(root);
        let mut args = self.common(&["submission", "rlib"]);
        if !self.problem.unsafe_code {
            args.extend(["-F".into(), "unsafe_code".into()]);
        }
        args.extend(["-o".into(), "../out/libsubmission.rlib".into()]);
        args.push(source_argument(root));
        self.confined(args, source)
    }

    /// The second: the glue.
    pub(super) fn glue_call(&self, folder: &Utf8Path) -> Result<Outcome, JudgingError> {
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

    /// The third: `main`, and the program.
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

    /// Which items are not as the contract says.
    pub(super) fn conformity(&self) -> Conformity<'_> {
        Conformity::new(&self.problem.slug, &self.problem.contract, self.submission)
    }
}
