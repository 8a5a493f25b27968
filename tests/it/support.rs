//! Running the judge in folders of its own.

use assert_cmd::Command;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// An empty folder to work in, with a data folder that nobody else uses.
pub struct Scene {
    root: TempDir,
    cache: PathBuf,
}

/// What a run printed, and its exit code.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Scene {
    /// A scene with a cache of its own: nothing is prepared yet.
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(root.path().join("work")).expect("a folder");
        let cache = root.path().join("cache");
        Self { root, cache }
    }

    /// A scene with the cache that all of these share, so that the harness is built once.
    /// What is known from an earlier run of the tests is in it too: judge with `--fresh`.
    pub fn sharing_the_cache() -> Self {
        Self {
            cache: Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"),
            ..Self::new()
        }
    }

    /// From now on results are known to this scene alone; the harness stays shared.
    #[cfg(unix)]
    pub fn keep_results_apart(&mut self) {
        self.keep_apart("results");
    }

    /// Lets this scene know no glue that has compiled.
    #[cfg(unix)]
    pub fn forget_the_glue(&mut self) {
        self.keep_apart("glue");
    }

    /// A cache of its own, which shares all folders but this one.
    #[cfg(unix)]
    fn keep_apart(&mut self, folder: &str) {
        let shared = std::mem::replace(&mut self.cache, self.root.path().join("cache"));
        fs::create_dir_all(&shared).expect("a folder");
        // Another scene may be the first to fill it: then there is nothing to share yet.
        fs::create_dir_all(&self.cache).expect("a folder");
        for entry in fs::read_dir(&shared).expect("the shared cache") {
            let entry = entry.expect("an entry");
            if entry.file_name() != folder {
                let link = self.cache.join(entry.file_name());
                std::os::unix::fs::symlink(entry.path(), link).expect("a link");
            }
        }
    }

    /// The folder that commands run in.
    pub fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    /// The cache folder.
    pub fn cache(&self) -> &Path {
        &self.cache
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

    /// A copy of a file in the working folder.
    pub fn take(&self, path: &Path) -> PathBuf {
        let copy = self.work().join(path.file_name().expect("a file"));
        fs::copy(path, &copy).expect("a copy");
        copy
    }

    /// Lets a user without rights use the scene, with a cache of its own.
    #[cfg(unix)]
    pub fn open_to_all(&mut self) {
        use std::os::unix::fs::PermissionsExt;
        self.cache = self.root.path().join("cache");
        for path in [&self.cache, &self.data()] {
            fs::create_dir_all(path).expect("a folder");
        }
        for path in [self.root.path(), &self.cache, &self.data(), &self.work()] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o777)).expect("it is ours");
        }
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

    /// The last line of the results.
    pub fn verdict(&self) -> &str {
        self.stdout.lines().last().unwrap_or_default()
    }

    /// Where the temporary crate was kept.
    pub fn kept(&self) -> PathBuf {
        let mut lines = self.stderr.lines();
        lines
            .find_map(|line| line.trim_start().strip_prefix("Kept "))
            .unwrap_or_else(|| panic!("{}", self.stderr))
            .into()
    }
}

/// A file of this repository.
pub fn repository(path: &str) -> String {
    fs::read_to_string(place(path)).expect("a file")
}

/// Where a file or folder of this repository is.
pub fn place(path: &str) -> String {
    format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))
}

/// The folder of packages that are made to be judged here; `counter` is quick to compile.
pub fn judged() -> String {
    place("tests/fixtures/judged")
}

/// A submission that is right for `counter`: a crate folder with modules.
pub fn right_counter() -> String {
    place("tests/fixtures/judged/counter/submissions/accepted/as_crate")
}

/// All files below a folder, by their path below it.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(each) = folders.pop() {
        for entry in fs::read_dir(each).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let below = path.strip_prefix(folder).expect("it is below").to_owned();
                found.insert(below, fs::read(path).expect("a file"));
            }
        }
    }
    found
}

/// Copies all files below a folder.
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let path = to.join(path);
        fs::create_dir_all(path.parent().expect("it is below")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
}

/// Nothing that acts on a terminal, and nothing that hides or reorders text.
pub fn harmless(text: &str) {
    for character in text.chars() {
        let acts = character.is_control() && !matches!(character, '\n' | '\t');
        let hides = matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        assert!(!acts && !hides, "{character:?} in {text:?}");
    }
}

/// Looks at every text of a document.
pub fn every_text(value: &Value, check: &dyn Fn(&str)) {
    match value {
        Value::String(text) => check(text),
        Value::Array(values) => values.iter().for_each(|value| every_text(value, check)),
        Value::Object(fields) => fields.values().for_each(|value| every_text(value, check)),
        _ => {}
    }
}
