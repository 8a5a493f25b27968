//! Running the judge in folders of its own.

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;
use tempfile::TempDir;

/// An empty folder to work in, with a cache and a data folder that nobody else uses.
pub struct Scene {
    root: TempDir,
    cache: PathBuf,
}

/// The harness takes a while to compile: tests of what is judged share one cache.
static CACHE: LazyLock<TempDir> =
    LazyLock::new(|| TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder"));

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

    /// The same with a cache that other tests use too, so that the harness is there.
    pub fn judging() -> Self {
        Self {
            cache: CACHE.path().to_owned(),
            ..Self::new()
        }
    }

    /// The cache folder.
    pub fn cache(&self) -> &Path {
        &self.cache
    }

    /// The texts of all kept reports.
    pub fn reports(&self) -> Vec<String> {
        let entries = fs::read_dir(self.data().join("reports")).expect("a report");
        entries
            .map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("a report"))
            .collect()
    }

    /// The folder that commands run in.
    pub fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    /// The judge, about to run in the folder `below` the working folder.
    pub fn command(&self, below: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_greenroom"));
        command
            .current_dir(self.work().join(below))
            .env("GREENROOM_CACHE", &self.cache)
            .env("GREENROOM_DATA", self.data())
            .env("GREENROOM_RESULTS_KEY", "of the tests")
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

    /// A copy of a file in the working folder.
    pub fn copy(&self, path: &Path) -> PathBuf {
        let copy = self.work().join(path.file_name().expect("a file"));
        fs::copy(path, &copy).expect("a copy");
        copy
    }

    /// Gives a user without rights folders of its own in the scene.
    #[cfg(unix)]
    pub fn open_to_all(&mut self) {
        use std::os::unix::fs::PermissionsExt;
        let open = |path: &Path| {
            fs::set_permissions(path, fs::Permissions::from_mode(0o777)).expect("it is ours");
        };
        self.cache = self.root.path().join("cache");
        fs::create_dir_all(&self.cache).expect("a folder");
        fs::create_dir_all(self.data()).expect("a folder");
        for path in [self.root.path(), &self.cache, &self.data(), &self.work()] {
            open(path);
        }
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

impl Ran {
    /// The last line of standard output: the verdict.
    pub fn last_line(&self) -> &str {
        self.stdout.lines().last().unwrap_or_default()
    }
}

/// A file of this repository.
pub fn repository(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file")
}
