//! A submission: somebody's sources, read once.

use camino::Utf8PathBuf;
use std::collections::BTreeMap;

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
