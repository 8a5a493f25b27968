//! The explorer's part of the kit: the explorer, what stands in for std, and the driver that
//! serves explorations. It needs crates from outside, so Cargo builds it, when a problem first
//! needs it; once for a compiler and a harness, like the kit.

use super::harness::EXPLORED;
use super::kit::{hash_of, write_sources};
use super::rustc::{CargoFailure, Toolchain};
use crate::error::JudgingError;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write;
use std::fs::{self, File};

/// The file that makes it whole: what the libraries are called, and their hashes.
const MANIFEST: &str = "explorer.json";

/// Which versions of crates from outside are built.
const LOCK: &str = include_str!("explorer.lock");

/// The explorer, compiled.
#[derive(Clone, Debug)]
pub struct Explorer {
    /// Where it is.
    pub folder: Utf8PathBuf,
    libraries: BTreeMap<String, Library>,
}

/// Why there is no explorer here.
#[derive(Debug)]
pub enum NoExplorer {
    /// Cargo cannot get what it needs: a machine without a network, mostly. What it says.
    Unavailable(String),
    /// The judge itself cannot go on.
    Failed(JudgingError),
}

impl From<JudgingError> for NoExplorer {
    fn from(error: JudgingError) -> Self {
        Self::Failed(error)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Library {
    file: String,
    hash: String,
}

/// A crate of the explorer as Cargo is told about it.
struct Crate {
    /// Its folder, and its package's name.
    name: &'static str,
    /// What it is called where it is used.
    library: &'static str,
    /// The rest of its manifest.
    manifest: &'static str,
}

/// What is compiled against the stand-in for std says so by a dependency of that name.
const CRATES: [Crate; EXPLORED.len()] = [
    Crate {
        name: "driver",
        library: "driver",
        manifest: "[features]\ndefault = [\"explored\"]\nexplored = []\n\n[dependencies]\n\
            explore = { path = \"../explore\" }\nwire = { path = \"../wire\" }\n",
    },
    Crate {
        name: "explore",
        library: "explore",
        manifest: "[dependencies]\ncorosensei = \"0.3.4\"\n\n\
            [target.'cfg(target_os = \"linux\")'.dependencies]\nlibc = \"0.2.191\"\n",
    },
    Crate {
        name: "kit",
        library: "kit",
        manifest: "[dependencies]\ndriver = { path = \"../driver\" }\n\
            std = { package = \"shadow-std\", path = \"../shadow-std\" }\n",
    },
    Crate {
        name: "shadow-core",
        library: "core",
        manifest: "[dependencies]\n\
            std = { package = \"shadow-std\", path = \"../shadow-std\" }\n",
    },
    Crate {
        name: "shadow-std",
        library: "std",
        manifest: "[dependencies]\nexplore = { path = \"../explore\" }\n",
    },
    Crate {
        name: "wire",
        library: "wire",
        manifest: "[dependencies]\n\
            std = { package = \"shadow-std\", path = \"../shadow-std\" }\n",
    },
];

impl Explorer {
    /// The explorer for this compiler; built first if it is not there or not whole, after
    /// `begins` was called.
    ///
    /// # Errors
    /// If Cargo cannot get what it needs, if the harness does not compile, or if the cache
    /// cannot be written.
    pub fn prepare(
        cache: &Utf8Path,
        toolchain: &Toolchain,
        begins: &mut dyn FnMut(),
    ) -> Result<Self, NoExplorer> {
        let hash = hash(toolchain);
        let kits = cache.join("kits");
        let folder = kits.join(format!("explorer-{hash}"));
        if let Some(explorer) = Self::open(&folder) {
            return Ok(explorer);
        }
        let failed = || JudgingError::caused("prepare the explorer");
        fs::create_dir_all(&kits).map_err(failed())?;
        let lock = File::create(kits.join(format!("explorer-{hash}.lock"))).map_err(failed())?;
        lock.lock().map_err(failed())?;
        if let Some(explorer) = Self::open(&folder) {
            return Ok(explorer);
        }
        begins();
        build(toolchain, &kits, &folder, &hash)?;
        Self::open(&folder)
            .ok_or_else(|| JudgingError::new("read back the explorer that was built").into())
    }

    /// The explorer in this folder, if it is there and as it was made.
    fn open(folder: &Utf8Path) -> Option<Self> {
        let manifest = fs::read(folder.join(MANIFEST)).ok()?;
        let libraries: BTreeMap<String, Library> = serde_json::from_slice(&manifest).ok()?;
        let is_whole = CRATES
            .iter()
            .all(|each| libraries.contains_key(each.library))
            && libraries.values().all(|library| {
                fs::read(folder.join(&library.file))
                    .is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == library.hash)
            });
        is_whole.then(|| Self {
            folder: folder.to_owned(),
            libraries,
        })
    }

    /// The arguments that let a crate use the crates named.
    pub fn externs(&self, names: &[&str]) -> Vec<OsString> {
        let mut arguments = vec![];
        for name in names {
            let library = &self.libraries[*name];
            arguments.push("--extern".into());
            arguments.push(format!("{name}={}", self.folder.join(&library.file)).into());
        }
        arguments.push("-L".into());
        arguments.push(format!("dependency={}", self.folder).into());
        arguments
    }
}

fn hash(toolchain: &Toolchain) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(hash_of(toolchain, &EXPLORED).as_bytes());
    hasher.update(workspace().as_bytes());
    for each in &CRATES {
        hasher.update(each.manifest().as_bytes());
    }
    hasher.update(LOCK.as_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

impl Crate {
    fn manifest(&self) -> String {
        format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [lib]\nname = \"{}\"\npath = \"lib.rs\"\n\n{}",
            self.name, self.library, self.manifest
        )
    }
}

fn workspace() -> String {
    let mut text = "[workspace]\nresolver = \"3\"\nmembers = [".to_owned();
    for each in &CRATES {
        write!(text, "{:?}, ", each.name).expect("a String takes everything");
    }
    text.push_str("]\n\n[profile.release]\nopt-level = 3\n");
    text
}

fn build(
    toolchain: &Toolchain,
    kits: &Utf8Path,
    folder: &Utf8Path,
    hash: &str,
) -> Result<(), NoExplorer> {
    let failed = || JudgingError::caused("build the explorer");
    let scratch = tempfile::Builder::new()
        .prefix(&format!(".building-explorer-{hash}-"))
        .tempdir_in(kits)
        .map_err(failed())?;
    let path = Utf8Path::from_path(scratch.path())
        .ok_or_else(|| JudgingError::new("build in a folder whose name is not UTF-8"))?;
    let sources = path.join("src");
    write_sources(&sources, &EXPLORED)?;
    fs::write(sources.join("Cargo.toml"), workspace()).map_err(failed())?;
    fs::write(sources.join("Cargo.lock"), LOCK).map_err(failed())?;
    for each in &CRATES {
        let file = sources.join(each.name).join("Cargo.toml");
        fs::write(file, each.manifest()).map_err(failed())?;
    }
    let remap = format!("--remap-path-prefix={sources}=harness");
    let built = toolchain.cargo_libraries(&sources, &path.join("target"), &remap);
    let built = match built? {
        Ok(built) => built,
        Err(CargoFailure::Unavailable(said)) => return Err(NoExplorer::Unavailable(said)),
        Err(CargoFailure::Errors(said)) => {
            return Err(JudgingError::new(format!("compile the explorer: {said}")).into());
        }
    };
    let whole = path.join("whole");
    fs::create_dir(&whole).map_err(failed())?;
    let mut libraries = BTreeMap::new();
    for (name, library) in built {
        let bytes = fs::read(&library).map_err(failed())?;
        let file = library
            .file_name()
            .ok_or_else(|| JudgingError::new("find a library that Cargo has built"))?;
        fs::write(whole.join(file), &bytes).map_err(failed())?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let file = file.to_owned();
        libraries.insert(name, Library { file, hash });
    }
    let manifest = serde_json::to_vec_pretty(&libraries)
        .map_err(JudgingError::caused("describe the explorer"))?;
    fs::write(whole.join(MANIFEST), manifest).map_err(failed())?;
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed())?;
    }
    fs::rename(&whole, folder).map_err(failed())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::harness;

    #[test]
    fn every_crate_is_described() {
        let names = CRATES.map(|each| each.name);
        assert_eq!(names, EXPLORED);
        assert!(harness::kit().iter().all(|name| names.contains(name)));
    }

    #[test]
    fn the_lock_file_names_what_this_judge_is_tested_with() {
        let own = include_str!("../../Cargo.lock");
        for block in LOCK.split("[[package]]").skip(1) {
            // What it depends on may be written with more words where there is more to tell apart.
            let named = block
                .split("dependencies = ")
                .next()
                .unwrap_or(block)
                .trim();
            let is_outside = named.contains("source = ");
            assert!(!is_outside || own.contains(named), "{named}");
        }
    }
}
