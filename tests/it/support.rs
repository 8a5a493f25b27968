//! Running the judge in folders of its own.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// An empty folder to work in, with a cache and a data folder that nobody else uses.
pub struct Scene {
    root: TempDir,
    cache: std::path::PathBuf,
}

/// What a run printed, and its exit code.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Scene {
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(root.path().join("work")).expect("a folder");
        let cache = root.path().join("cache");
        Self { root, cache }
    }

    /// The same with a cache that several tests share, so that the harness is built once.
    pub fn with_harness() -> Self {
        Self {
            cache: Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"),
            ..Self::new()
        }
    }

    /// The folder that commands run in.
    pub fn work(&self) -> std::path::PathBuf {
        self.root.path().join("work")
    }

    /// The data folder.
    pub fn data(&self) -> std::path::PathBuf {
        self.root.path().join("data")
    }

    /// The judge, about to run in the folder `below` the working folder.
    pub fn command(&self, below: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_greenroom"));
        command
            .current_dir(self.work().join(below))
            .env("GREENROOM_CACHE", &self.cache)
            .env("GREENROOM_DATA", self.data())
            .env_remove("COLUMNS")
            .env_remove("CLICOLOR_FORCE");
        command
    }

    /// Runs the judge in the working folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_in("", arguments)
    }

    /// Runs the judge in a folder below the working folder.
    pub fn run_in(&self, below: &str, arguments: &[&str]) -> Ran {
        let output = self
            .command(below)
            .args(arguments)
            .output()
            .expect("it runs");
        Ran::new(&output)
    }

    /// Writes a file below the working folder.
    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.work().join(path), text).expect("a file");
    }
}

impl Ran {
    pub fn new(output: &Output) -> Self {
        Self {
            code: output.status.code().expect("no signal"),
            stdout: String::from_utf8(output.stdout.clone()).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr.clone()).expect("UTF-8"),
        }
    }
}

/// A file of this repository.
pub fn repository(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file")
}
