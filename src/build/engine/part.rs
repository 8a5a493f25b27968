//! An engine as a part of the kit, with what stands in for std on it and the driver that
//! serves it. They need crates from outside, so Cargo builds them, when a problem first needs
//! one; once for a compiler and a harness, like the kit.

use super::Engine;
use crate::build::kit::{hash_of, write_sources};
use crate::build::rustc::{CargoFailure, Toolchain};
use crate::error::JudgingError;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};

/// The file that makes it whole: what the libraries are called, and their hashes.
const MANIFEST: &str = "explorer.json";

/// An engine's part, compiled.
#[derive(Clone, Debug)]
pub struct EnginePart {
    /// Whose it is.
    pub engine: Engine,
    /// Where it is.
    pub folder: Utf8PathBuf,
    libraries: BTreeMap<String, Library>,
}

/// Why an engine is not here.
#[derive(Debug)]
pub enum NoEngine {
    /// Cargo cannot get what it needs: a machine without a network, mostly. What it says.
    Unavailable(String),
    /// The judge itself cannot go on.
    Failed(JudgingError),
}

impl From<JudgingError> for NoEngine {
    fn from(error: JudgingError) -> Self {
        Self::Failed(error)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Library {
    file: String,
    hash: String,
}

impl EnginePart {
    /// The engine's part for this compiler; built first if it is not there or not whole,
    /// after `begins` was called.
    ///
    /// # Errors
    /// If Cargo cannot get what it needs, if the harness does not compile, or if the cache
    /// cannot be written.
    pub fn prepare(
        engine: Engine,
        cache: &Utf8Path,
        toolchain: &Toolchain,
        begins: &mut dyn FnMut(),
    ) -> Result<Self, NoEngine> {
        let name = format!("{}-{}", engine.name(), hash(engine, toolchain));
        let kits = cache.join("kits");
        let folder = kits.join(&name);
        if let Some(part) = Self::open(engine, &folder) {
            return Ok(part);
        }
        let failed = || JudgingError::caused(format!("prepare the part {}", engine.name()));
        fs::create_dir_all(&kits).map_err(failed())?;
        let lock = File::create(kits.join(format!("{name}.lock"))).map_err(failed())?;
        lock.lock().map_err(failed())?;
        if let Some(part) = Self::open(engine, &folder) {
            return Ok(part);
        }
        begins();
        build(engine, toolchain, &kits, &folder)?;
        Self::open(engine, &folder)
            .ok_or_else(|| JudgingError::new("read back the engine that was built").into())
    }

    /// The part in this folder, if it is there and as it was made.
    fn open(engine: Engine, folder: &Utf8Path) -> Option<Self> {
        let manifest = fs::read(folder.join(MANIFEST)).ok()?;
        let libraries: BTreeMap<String, Library> = serde_json::from_slice(&manifest).ok()?;
        let is_whole = engine
            .crates()
            .iter()
            .all(|each| libraries.contains_key(each.library))
            && libraries.values().all(|library| {
                fs::read(folder.join(&library.file))
                    .is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == library.hash)
            });
        is_whole.then(|| Self {
            engine,
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

fn hash(engine: Engine, toolchain: &Toolchain) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(hash_of(toolchain, engine.folders()).as_bytes());
    hasher.update(engine.workspace().as_bytes());
    for each in engine.crates() {
        hasher.update(each.manifest().as_bytes());
    }
    hasher.update(engine.lock().as_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

fn build(
    engine: Engine,
    toolchain: &Toolchain,
    kits: &Utf8Path,
    folder: &Utf8Path,
) -> Result<(), NoEngine> {
    let failed = || JudgingError::caused(format!("build the part {}", engine.name()));
    let name = folder.file_name().unwrap_or(engine.name());
    let scratch = tempfile::Builder::new()
        .prefix(&format!(".building-{name}-"))
        .tempdir_in(kits)
        .map_err(failed())?;
    let path = Utf8Path::from_path(scratch.path())
        .ok_or_else(|| JudgingError::new("build in a folder whose name is not UTF-8"))?;
    let sources = path.join("src");
    write_sources(&sources, engine.folders())?;
    fs::write(sources.join("Cargo.toml"), engine.workspace()).map_err(failed())?;
    fs::write(sources.join("Cargo.lock"), engine.lock()).map_err(failed())?;
    for each in engine.crates() {
        let file = sources.join(each.name).join("Cargo.toml");
        fs::write(file, each.manifest()).map_err(failed())?;
    }
    let remap = format!("--remap-path-prefix={sources}=harness");
    let built = toolchain.cargo_libraries(&sources, &path.join("target"), &remap);
    let built = match built? {
        Ok(built) => built,
        Err(CargoFailure::Unavailable(said)) => return Err(NoEngine::Unavailable(said)),
        Err(CargoFailure::Errors(said)) => {
            return Err(
                JudgingError::new(format!("compile the part {}: {said}", engine.name())).into(),
            );
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
        .map_err(JudgingError::caused("describe the engine"))?;
    fs::write(whole.join(MANIFEST), manifest).map_err(failed())?;
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed())?;
    }
    fs::rename(&whole, folder).map_err(failed())?;
    Ok(())
}
