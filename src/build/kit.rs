//! The kit: the harness, compiled once for a compiler and kept in the cache.
//!
//! A kit is built in a folder of its own and renamed when it is whole, under a lock, so
//! that two judges build it once. What is on the disk is checked against the hashes that
//! were written when it was made, every time: a damaged kit is built again.

use super::harness::{self, PARTS};
use super::rustc::{CompileLimits, Invocation, Toolchain};
use crate::error::JudgingError;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};

/// The file that makes a kit whole: the hashes of the others.
const MANIFEST: &str = "kit.json";

/// The harness, compiled.
#[derive(Clone, Debug)]
pub struct Kit {
    /// The compiler it was made by and for.
    pub toolchain: Toolchain,
    /// Where it is.
    pub folder: Utf8PathBuf,
    /// Hash of the compiler and the harness' sources, in hex.
    pub hash: String,
}

/// What happens while a kit is prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It has to be built.
    Begins {
        /// In how many parts.
        parts: usize,
    },
    /// This many parts are done.
    Done(usize),
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    files: BTreeMap<String, String>,
}

impl Kit {
    /// The kit for this compiler; built first if it is not there or not whole.
    ///
    /// # Errors
    /// If the harness does not compile or the cache cannot be written.
    pub fn prepare(
        cache: &Utf8Path,
        toolchain: Toolchain,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, JudgingError> {
        let hash = hash(&toolchain);
        let kits = cache.join("kits");
        let kit = Self {
            folder: kits.join(&hash),
            toolchain,
            hash,
        };
        if kit.is_whole() {
            return Ok(kit);
        }
        let failed = || JudgingError::caused("prepare the harness");
        fs::create_dir_all(&kits).map_err(failed())?;
        let lock = File::create(kits.join(format!("{}.lock", kit.hash))).map_err(failed())?;
        lock.lock().map_err(failed())?;
        if kit.is_whole() {
            return Ok(kit);
        }
        kit.clear_leftovers(&kits).map_err(failed())?;
        kit.build(&kits, progress)?;
        Ok(kit)
    }

    /// Whether the kit is there and as it was made.
    pub fn is_whole(&self) -> bool {
        let Ok(manifest) = fs::read(self.folder.join(MANIFEST)) else {
            return false;
        };
        let Ok(manifest) = serde_json::from_slice::<Manifest>(&manifest) else {
            return false;
        };
        PARTS.iter().all(|part| {
            let file = library(part.name);
            fs::read(self.folder.join(&file)).is_ok_and(|bytes| {
                manifest.files.get(&file).map(String::as_str)
                    == Some(blake3::hash(&bytes).to_hex().as_str())
            })
        })
    }

    /// Whether a kit for this compiler is there and whole.
    pub fn is_ready(cache: &Utf8Path, toolchain: &Toolchain) -> bool {
        let hash = hash(toolchain);
        Self {
            folder: cache.join("kits").join(&hash),
            toolchain: toolchain.clone(),
            hash,
        }
        .is_whole()
    }

    /// Removes what a judge left behind that was stopped while it built this kit. Nobody
    /// else builds it now, since the lock is ours.
    fn clear_leftovers(&self, kits: &Utf8Path) -> std::io::Result<()> {
        let prefix = self.scratch_prefix();
        for entry in fs::read_dir(kits)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// How the folders are named in which this kit is built.
    fn scratch_prefix(&self) -> String {
        format!(".building-{}-", self.hash)
    }

    /// The arguments that let a crate use the parts named.
    pub fn externs(&self, parts: &[&str]) -> Vec<OsString> {
        let mut arguments = vec![];
        for part in parts {
            arguments.push("--extern".into());
            arguments.push(format!("{part}={}", self.folder.join(library(part))).into());
        }
        arguments.push("-L".into());
        arguments.push(format!("dependency={}", self.folder).into());
        arguments
    }

    fn build(
        &self,
        kits: &Utf8Path,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), JudgingError> {
        let failed = || JudgingError::caused("build the harness");
        progress(Progress::Begins { parts: PARTS.len() });
        let scratch = tempfile::Builder::new()
            .prefix(&self.scratch_prefix())
            .tempdir_in(kits)
            .map_err(failed())?;
        let folder = Utf8Path::from_path(scratch.path())
            .ok_or_else(|| JudgingError::new("build in a folder whose name is not UTF-8"))?;
        write_sources(&folder.join("src"), &harness::kit())?;
        let mut manifest = Manifest {
            files: BTreeMap::new(),
        };
        for (index, part) in PARTS.iter().enumerate() {
            let remap = format!("--remap-path-prefix={}=harness", folder.join("src"));
            let mut args: Vec<OsString> = [
                "--edition",
                "2024",
                "--crate-type",
                "rlib",
                "--crate-name",
                part.name,
                "-Copt-level=2",
                "--cap-lints=allow",
                "--out-dir",
                "..",
                "-L",
                "dependency=..",
                &remap,
            ]
            .map(OsString::from)
            .into();
            for need in part.needs {
                args.extend([
                    "--extern".into(),
                    format!("{need}=../{}", library(need)).into(),
                ]);
            }
            args.push(format!("{}/lib.rs", part.name).into());
            let outcome = self.toolchain.run(Invocation {
                args,
                current_dir: folder.join("src"),
                limits: CompileLimits {
                    wall_ms: 600_000,
                    ..CompileLimits::default()
                },
                links: false,
                wrapper: None,
            })?;
            if !outcome.success {
                let said: Vec<&str> = outcome
                    .diagnostics
                    .iter()
                    .filter_map(|diagnostic| diagnostic.rendered.as_deref())
                    .collect();
                return Err(JudgingError::new(format!(
                    "compile the harness' part `{}`: {}{}",
                    part.name,
                    said.join("\n"),
                    outcome.stderr_tail
                )));
            }
            let bytes = fs::read(folder.join(library(part.name))).map_err(failed())?;
            let hash = blake3::hash(&bytes).to_hex().to_string();
            manifest.files.insert(library(part.name), hash);
            progress(Progress::Done(index + 1));
        }
        let manifest = serde_json::to_vec_pretty(&manifest)
            .map_err(JudgingError::caused("describe the harness"))?;
        fs::write(folder.join(MANIFEST), manifest).map_err(failed())?;
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).map_err(failed())?;
        }
        fs::rename(scratch.keep(), &self.folder).map_err(failed())
    }
}

/// Writes the sources of these crates of the harness.
///
/// # Errors
/// If the folder cannot be written.
pub fn write_sources(folder: &Utf8Path, crates: &[&str]) -> Result<(), JudgingError> {
    let failed = || JudgingError::caused("write the harness' sources");
    for (path, data) in harness::files(crates) {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed())?;
        }
        fs::write(path, data).map_err(failed())?;
    }
    Ok(())
}

fn library(part: &str) -> String {
    format!("lib{part}.rlib")
}

fn hash(toolchain: &Toolchain) -> String {
    hash_of(toolchain, &harness::kit())
}

/// Hash of a compiler and of the sources of these crates, in hex.
pub fn hash_of(toolchain: &Toolchain, crates: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(toolchain.verbose.as_bytes());
    hasher.update(toolchain.sysroot.as_str().as_bytes());
    for (path, data) in harness::files(crates) {
        hasher.update(path.as_bytes());
        hasher.update(&data.len().to_le_bytes());
        hasher.update(&data);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
