//! A submission: somebody's sources, read once.

mod read;

use crate::error::JudgingError;
use crate::report::document::{Diagnostic, Level, Place};
use crate::verdict::{Reason, Verdict};
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;

/// The sources of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Where they come from, as the user would write it: `./lru-cache`, `a/kahn.rs`.
    pub origin: String,
    /// The files by their path below the crate's root, `src/lib.rs` among them. A
    /// submission of one file `kahn.rs` has that single file under `root`.
    pub files: BTreeMap<Utf8PathBuf, String>,
    /// The path of the crate's root module: `src/lib.rs`, or the file's name.
    pub root: Utf8PathBuf,
    /// blake3 over paths and contents, in hex.
    pub hash: String,
}

/// What came of reading a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// Its sources.
    Submission(Submission),
    /// Sources that need not be looked at any further.
    Refused(Refusal),
}

/// Why sources are refused before anything looks into them: the candidate's fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where they come from, as the user would write it.
    pub origin: String,
    /// `rejected` or `compile_error`.
    pub verdict: Verdict,
    /// What kind of fault it is.
    pub reason: Reason,
    /// The verdict in a few words: "source too large".
    pub summary: String,
    /// The same at length.
    pub diagnostic: Diagnostic,
}

impl Submission {
    /// A submission whose files are known already, for those that come with a package.
    /// `root` is the path of the root module among them.
    pub fn from_files(
        origin: impl Into<String>,
        files: BTreeMap<Utf8PathBuf, String>,
        root: Utf8PathBuf,
    ) -> Self {
        Self {
            origin: origin.into(),
            hash: hash(&files),
            files,
            root,
        }
    }

    /// Writes the sources below `folder`, which is there and empty, and answers the path
    /// of the root module. Called there, the compiler sees the candidate's own names.
    ///
    /// # Errors
    ///
    /// If a file cannot be written, is there already, or would lie outside `folder`.
    pub fn write_to(&self, folder: &Utf8Path) -> Result<Utf8PathBuf, JudgingError> {
        for (path, source) in &self.files {
            let inside = path
                .components()
                .all(|component| matches!(component, Utf8Component::Normal(_)));
            if !inside || path.as_str().is_empty() {
                return Err(JudgingError::new(format!(
                    "write the source `{path}`, which lies outside its folder"
                )));
            }
            let target = folder.join(path);
            let written = target
                .parent()
                .map_or(Ok(()), fs::create_dir_all)
                .and_then(|()| File::create_new(&target))
                .and_then(|mut file| file.write_all(source.as_bytes()));
            written.map_err(JudgingError::caused(format!("write the source {target}")))?;
        }
        Ok(folder.join(&self.root))
    }
}

impl Refusal {
    fn new(
        origin: &str,
        (verdict, reason): (Verdict, Reason),
        summary: impl Into<String>,
        message: String,
        place: Option<Place>,
    ) -> Self {
        let arrow = place.as_ref().map_or_else(String::new, |place| {
            format!("  --> {}:{}:{}\n", place.file, place.line, place.column)
        });
        Self {
            origin: origin.to_string(),
            verdict,
            reason,
            summary: summary.into(),
            diagnostic: Diagnostic {
                level: Level::Error,
                rendered: format!("error: {message}\n{arrow}"),
                message,
                code: None,
                place,
            },
        }
    }
}

/// Lengths go in as well, or text could move from one file to the next unseen.
fn hash(files: &BTreeMap<Utf8PathBuf, String>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, source) in files {
        for part in [path.as_str(), source] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests;
