//! The compiler, remembered: asking it who it is costs two calls, and it seldom changes.

use super::rustc::Toolchain;
use crate::error::UserError;
use camino::Utf8Path;
use serde::{Deserialize, Serialize};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Serialize, Deserialize)]
struct Found {
    /// Everything that decides which compiler `rustc` means.
    asked: String,
    /// The compiler itself, as it was.
    state: String,
    toolchain: Toolchain,
}

/// The compiler, from what is remembered if nothing that matters has changed since.
///
/// # Errors
/// As [`Toolchain::find`].
pub fn toolchain(cache: &Utf8Path) -> Result<Toolchain, UserError> {
    let file = cache.join("toolchain.json");
    let asked = asked();
    let found = fs::read(&file)
        .ok()
        .and_then(|bytes| serde_json::from_slice::<Found>(&bytes).ok())
        .filter(|found| {
            found.asked == asked && found.state == state(found.toolchain.rustc.as_std_path())
        });
    if let Some(found) = found {
        return Ok(found.toolchain);
    }
    let toolchain = Toolchain::find()?;
    let found = Found {
        asked,
        state: state(toolchain.rustc.as_std_path()),
        toolchain: toolchain.clone(),
    };
    // Only a shortcut for the next time.
    if let Ok(text) = serde_json::to_vec_pretty(&found) {
        let _ = fs::create_dir_all(cache).and_then(|()| fs::write(&file, text));
    }
    Ok(toolchain)
}

fn asked() -> String {
    let variable = |name| env::var_os(name).unwrap_or_default();
    let rustc = Some(variable("RUSTC")).filter(|rustc| !rustc.is_empty());
    let named = rustc.map_or_else(|| on_path("rustc"), PathBuf::from);
    // A proxy asks rustup's settings which compiler is meant.
    let home = Some(variable("RUSTUP_HOME"))
        .filter(|home| !home.is_empty())
        .map_or_else(
            || Path::new(&variable("HOME")).join(".rustup"),
            PathBuf::from,
        );
    format!(
        "{} {} {:?} {}",
        named.display(),
        state(&named),
        variable("RUSTUP_TOOLCHAIN"),
        state(&home.join("settings.toml")),
    )
}

fn on_path(name: &str) -> PathBuf {
    let path: OsString = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
        .unwrap_or_else(|| name.into())
}

/// What changes when a file is replaced.
fn state(file: &Path) -> String {
    fs::metadata(file).map_or_else(
        |_| "absent".into(),
        |data| format!("{} {:?}", data.len(), data.modified().ok()),
    )
}
