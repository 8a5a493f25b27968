//! Compiling a problem's reference: the accepted submission that cost is compared with.
//! Its program is kept in the cache, by what goes into it and by the kit.

use super::artifact::{self, PROGRAM};
use super::compile::{Build, Compiler, FLAGS};
use super::glue::submission_glue;
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::problem::Problem;
use crate::submission::Submission;
use camino::Utf8PathBuf;
use std::fs;

impl Compiler<'_> {
    /// The program of the problem's reference, made by the same three calls as that of any
    /// submission; `None` if this stage of the problem has none.
    ///
    /// # Errors
    /// If the reference does not compile: the author's fault. If the cache cannot be
    /// written: the judge's.
    pub fn reference(&self, problem: &Problem) -> Result<Option<Utf8PathBuf>, Error> {
        let Some(packaged) = problem.reference() else {
            return Ok(None);
        };
        let submission = packaged.submission();
        let shelf = self.cache.join("references");
        let name = self.name(problem, &submission);
        artifact::kept(&shelf, &name, |folder| {
            let unkept = Self {
                keep: false,
                until: None,
                cancel: None,
                ..self.clone()
            };
            match unkept.submission(problem, &submission)? {
                Build::Program(program) => {
                    fs::copy(&program.path, folder.join(PROGRAM))
                        .map_err(JudgingError::caused("keep the reference's program"))?;
                    Ok(())
                }
                Build::Stopped => Err(JudgingError::new("compile the reference in time").into()),
                Build::Failed(failed) => {
                    let rendered = failed.diagnostics.into_iter().map(|said| said.rendered);
                    Err(UserError::new(
                        Exit::InvalidProblem,
                        format!(
                            "problem `{}` is invalid: its reference `{}` is {}: {}",
                            problem.slug, packaged.name, failed.verdict, failed.summary
                        ),
                    )
                    .detail(rendered.collect::<Vec<_>>().join("\n"))
                    .into())
                }
            }
        })
        .map(Some)
    }

    /// Hash of everything that the program is made from, in hex.
    fn name(&self, problem: &Problem, submission: &Submission) -> String {
        let mut hasher = blake3::Hasher::new();
        let unsafe_code = if problem.unsafe_code { "unsafe" } else { "" };
        let flags = FLAGS.concat();
        for text in [&self.kit.hash, &submission.hash, unsafe_code, &flags] {
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        }
        for (path, text) in submission_glue(problem) {
            hasher.update(path.as_str().as_bytes());
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }
}
