//! Glue that has compiled before: what fails beside it is the submission.

use super::calls::Calls;
use super::temporary_crate::temporary_folder;
use super::{Compiler, write_all};
use crate::build::glue::{self, submission_glue};
use crate::error::JudgingError;
use crate::problem::Problem;
use camino::Utf8PathBuf;
use std::fs;

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

    /// Whether this glue has compiled.
    pub(super) fn glue_known(&self, glue: &glue::Sources) -> bool {
        self.glue_mark(glue).exists()
    }

    /// Only a hint for later: that it cannot be written changes no verdict.
    pub(super) fn glue_is_good(&self, glue: &glue::Sources) {
        let mark = self.glue_mark(glue);
        if !mark.exists()
            && let Some(folder) = mark.parent()
        {
            let _ = fs::create_dir_all(folder).and_then(|()| fs::write(&mark, ""));
        }
    }

    /// Whether the glue compiles with a submission that this stage accepts.
    pub(super) fn try_reference(&self, problem: &Problem) -> Result<bool, JudgingError> {
        let quiet = Compiler {
            keep: false,
            until: None,
            cancel: None,
            ..self.clone()
        };
        for packaged in problem.accepted() {
            let submission = packaged.submission();
            let (_folder, path) = temporary_folder()?;
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
            if calls.glue_call(&glue_folder)?.success {
                self.glue_is_good(&glue);
                return Ok(true);
            }
        }
        Ok(false)
    }
}
