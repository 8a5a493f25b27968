//! Judging many submissions, beside what a course would do without a judge, in one run.
//!
//! - `greenroom check`: submissions that nobody has seen, in one call.
//! - `cargo test`: the samples as ordinary tests, crate by crate, with one target folder.
//! - `known`: `greenroom check` again.
//!
//! `GREENROOM_BENCH_SUBMISSIONS` says how many there are; 200 if it does not. Each takes
//! part once: with so many of them, that is sample enough.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const JUDGE: &str = env!("CARGO_BIN_EXE_greenroom");

/// A course: crates as `start` makes them, each with a solution of its own.
struct Course {
    root: TempDir,
    crates: Vec<PathBuf>,
}

impl Course {
    fn new(count: usize) -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        let mut course = Self {
            root,
            crates: vec![],
        };
        run(course
            .judge()
            .args(["start", "lru-cache", "--path", "started"]));
        let solution = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("problems/lru-cache/submissions/accepted/index_links.rs");
        let solution = fs::read_to_string(solution).expect("a shipped submission");
        for number in 0..count {
            let folder = course.path(&format!("repos/{number:04}/lru-cache"));
            copy(&course.path("started"), &folder);
            // Other code, not only another text.
            let own = format!("/// Whose it is.\npub const NUMBER: u32 = {number};\n");
            fs::write(folder.join("src/lib.rs"), format!("{solution}\n{own}")).expect("a file");
            // Cargo takes crates of one name in one target folder for the same crate, and does
            // not build the second one.
            let manifest = folder.join("Cargo.toml");
            let text = fs::read_to_string(&manifest).expect("a manifest");
            let named = format!("name = \"lru-cache-{number:04}\"");
            let text = text.replacen("name = \"lru-cache\"", &named, 1);
            let text = format!("{text}\n[lib]\nname = \"lru_cache\"\n");
            fs::write(manifest, text).expect("a file");
            course.crates.push(folder);
        }
        course
    }

    fn path(&self, below: &str) -> PathBuf {
        self.root.path().join(below)
    }

    fn judge(&self) -> Command {
        let mut command = Command::new(JUDGE);
        command
            .current_dir(self.root.path())
            .env("GREENROOM_CACHE", self.path("cache"))
            .env("GREENROOM_DATA", self.path("data"));
        command
    }

    fn check(&self) -> Duration {
        let owners = fs::read_dir(self.path("repos")).expect("a folder");
        let mut owners: Vec<_> = owners
            .map(|entry| entry.expect("an entry").path())
            .collect();
        owners.sort();
        let begun = Instant::now();
        run(self.judge().arg("check").args(owners));
        begun.elapsed()
    }

    fn cargo_test(&self, folder: &Path) {
        run(Command::new("cargo")
            .args(["test", "--offline"])
            .env("CARGO_TARGET_DIR", self.path("target"))
            .current_dir(folder));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?}: {}\n{said}",
        output.status
    );
}

fn row(what: &str, count: usize, time: Duration) -> f64 {
    let each = count as f64 / time.as_secs_f64();
    println!(
        "{what:<16} {count:>5} in {:>8.2} s   {each:>7.2} a second",
        time.as_secs_f64()
    );
    each
}

fn main() {
    // Cargo also runs benches to test them, and lists them.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let count = std::env::var("GREENROOM_BENCH_SUBMISSIONS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(200);
    let course = Course::new(count);
    // The harness and the model are built once for all time: that is not measured.
    run(course
        .judge()
        .args(["submit", "--fresh", "lru-cache"])
        .arg(&course.crates[0]));
    course.cargo_test(&course.crates[0]);
    let checked = row("greenroom check", count, course.check());
    let begun = Instant::now();
    for folder in &course.crates {
        course.cargo_test(folder);
    }
    let tested = row("cargo test", count, begun.elapsed());
    row("known", count, course.check());
    println!("greenroom check / cargo test   {:.2}", checked / tested);
}
