//! Cargo, which comes with the compiler: for what needs crates from outside.

use super::Toolchain;
use super::capture::capture;
use crate::error::JudgingError;
use camino::{Utf8Path, Utf8PathBuf};
use std::env;
use std::process::Command;
use std::time::Duration;

/// How long Cargo may take: it may have to fetch crates over a slow line first.
const WALL: Duration = Duration::from_secs(900);

/// What it may print to either stream, in bytes.
const OUTPUT: usize = 64 << 20;

/// Variables by which somebody chooses how their own crates are built.
const OTHERS: [&str; 8] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
    "CARGO_BUILD_TARGET",
    "CARGO_TARGET_DIR",
    "CARGO_BUILD_RUSTFLAGS",
    "RUSTUP_TOOLCHAIN",
];

/// Why Cargo made nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CargoFailure {
    /// There is no Cargo, or it cannot get a crate from outside.
    Unavailable(String),
    /// Something does not compile.
    Errors(String),
}

type Libraries = Vec<(String, Utf8PathBuf)>;

impl Toolchain {
    /// Builds a workspace in release mode with its lock file, and answers all libraries that
    /// it consists of, by name: the workspace's own, and those from outside.
    ///
    /// # Errors
    /// If Cargo cannot be waited for.
    pub fn cargo_libraries(
        &self,
        workspace: &Utf8Path,
        target: &Utf8Path,
        flag: &str,
    ) -> Result<Result<Libraries, CargoFailure>, JudgingError> {
        let name = format!("cargo{}", env::consts::EXE_SUFFIX);
        let beside = self.sysroot.join("bin").join(&name);
        let cargo = if beside.is_file() {
            beside
        } else {
            name.into()
        };
        let mut command = Command::new(&cargo);
        command
            .args(["build", "--release", "--locked", "--workspace", "--quiet"])
            .arg("--message-format=json")
            .arg("--target-dir")
            .arg(target)
            .current_dir(workspace);
        for name in OTHERS {
            command.env_remove(name);
        }
        command.env("RUSTC", &self.rustc).env("RUSTFLAGS", flag);
        let captured = match capture(&mut command, WALL, OUTPUT, None) {
            Ok(captured) => captured,
            Err(error) => {
                let why = format!("{cargo} cannot be started: {error}");
                return Ok(Err(CargoFailure::Unavailable(why)));
            }
        };
        let said = String::from_utf8_lossy(&captured.stderr);
        if captured.timed_out {
            let why = "Cargo took longer than 15 minutes".to_owned();
            return Ok(Err(CargoFailure::Unavailable(why)));
        }
        let messages = String::from_utf8_lossy(&captured.stdout);
        let messages = messages.lines().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            Some(message)
        });
        let messages: Vec<serde_json::Value> = messages.collect();
        if !captured.status.success() {
            let errors: Vec<&str> = messages
                .iter()
                .filter(|message| message["message"]["level"] == "error")
                .filter_map(|message| message["message"]["rendered"].as_str())
                .collect();
            return Ok(Err(if errors.is_empty() {
                CargoFailure::Unavailable(first_error(&said))
            } else {
                CargoFailure::Errors(errors.join("\n"))
            }));
        }
        let libraries = messages.iter().filter_map(|message| {
            let files = message["filenames"].as_array()?;
            let file = files
                .iter()
                .filter_map(serde_json::Value::as_str)
                .find(|file| file.ends_with(".rlib"))?;
            let name = message["target"]["name"].as_str()?;
            Some((name.to_owned(), Utf8PathBuf::from(file)))
        });
        Ok(Ok(libraries.collect()))
    }
}

/// The line in which Cargo says what is wrong.
fn first_error(said: &str) -> String {
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.clone().find(|line| line.starts_with("error"));
    first
        .or_else(|| lines.next())
        .unwrap_or("Cargo says nothing")
        .trim_start_matches("error: ")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_says_is_one_line() {
        let said = "    Updating crates.io index\nerror: failed to fetch `libc`\n\nCaused by:\n";
        assert_eq!(first_error(said), "failed to fetch `libc`");
        assert_eq!(first_error("\n"), "Cargo says nothing");
    }
}
