//! From an edit to a verdict, beside what it would cost without a judge.
//!
//! - `greenroom test`: the whole command, nothing known of the sources beforehand.
//! - `floor`: exactly the calls of rustc that it makes, one after the other, without a judge.
//! - `cargo test`: the samples as ordinary tests in the crate that `start` makes, warm.
//! - `known`: `greenroom submit` of sources that were judged before.
//! - `list`: the list of problems.
//!
//! All in one run, so that the ratios mean something on a noisy machine.

use criterion::{Criterion, criterion_group, criterion_main};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const JUDGE: &str = env!("CARGO_BIN_EXE_greenroom");

/// A started crate with a solution in it, and folders that nobody else uses.
struct Desk {
    root: TempDir,
    solution: String,
    edits: u64,
}

impl Desk {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        let solution = fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("problems/lru-cache/submissions/accepted/index_links.rs"),
        )
        .expect("a shipped submission");
        let desk = Self {
            root,
            solution,
            edits: 0,
        };
        run(desk.judge().args(["start", "lru-cache", "--path", "mine"]));
        desk
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

    /// Writes the solution as nobody has seen it yet.
    fn edit(&mut self) {
        self.edits += 1;
        let text = format!("// Edit {}.\n{}", self.edits, self.solution);
        fs::write(self.path("mine/src/lib.rs"), text).expect("a started crate");
    }
}

/// The calls of rustc for a crate that was kept, as the judge makes them.
struct Floor {
    kept: TempDir,
    kit: PathBuf,
}

impl Floor {
    fn new(desk: &Desk) -> Self {
        let output = desk
            .judge()
            .args(["test", "mine", "--keep", "--fresh"])
            .output()
            .expect("the judge runs");
        let said = String::from_utf8_lossy(&output.stderr);
        let kept = said
            .lines()
            .find_map(|line| line.trim().strip_prefix("Kept "))
            .expect("the crate is kept");
        let folder = tempfile::tempdir().expect("a temporary folder");
        for below in ["submission/src", "glue", "program", "out"] {
            fs::create_dir_all(folder.path().join(below)).expect("a folder");
            let from = Path::new(kept).join(below);
            for entry in fs::read_dir(from).expect("a kept folder") {
                let entry = entry.expect("an entry");
                if entry.path().is_file() {
                    let to = folder.path().join(below).join(entry.file_name());
                    fs::copy(entry.path(), to).expect("a copy");
                }
            }
        }
        fs::remove_dir_all(kept).expect("it was made for this bench");
        let kit = fs::read_dir(desk.path("cache/kits"))
            .expect("a built kit")
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .find(|path| path.is_dir())
            .expect("a built kit");
        Self { kept: folder, kit }
    }

    fn rustc(&self, folder: &str, name: &str, kind: &str) -> Command {
        let mut command = Command::new("rustc");
        command
            .current_dir(self.kept.path().join(folder))
            .args(["--edition", "2024", "--crate-name", name])
            .args(["--crate-type", kind, "-Copt-level=2"])
            .arg("-Coverflow-checks=on");
        command
    }

    fn calls(&self) {
        let kit = self.kit.display();
        run(self
            .rustc("submission", "submission", "rlib")
            .args(["-F", "unsafe_code"])
            .args(["-o", "../out/libsubmission.rlib", "src/lib.rs"]));
        let mut glue = self.rustc("glue", "glue", "rlib");
        for part in ["wire", "driver", "kit"] {
            glue.arg("--extern")
                .arg(format!("{part}={kit}/lib{part}.rlib"));
        }
        run(glue
            .arg("-L")
            .arg(format!("dependency={kit}"))
            .args(["--extern", "submission=../out/libsubmission.rlib"])
            .args(["-o", "../out/libglue.rlib", "lib.rs"]));
        run(self
            .rustc("program", "main", "bin")
            .arg("-Cstrip=symbols")
            .arg("-L")
            .arg(format!("dependency={kit}"))
            .args(["-L", "dependency=../out"])
            .args(["--extern", "glue=../out/libglue.rlib"])
            .args(["-o", "main", "main.rs"]));
    }
}

fn run(command: &mut Command) {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("it runs");
    assert!(status.success(), "{command:?}: {status}");
}

fn edit_to_verdict(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("edit");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(15));
    let mut desk = Desk::new();
    desk.edit();
    let floor = Floor::new(&desk);
    group.bench_function("greenroom test", |bencher| {
        bencher.iter(|| {
            desk.edit();
            run(desk.judge().args(["test", "mine"]));
        });
    });
    group.bench_function("floor", |bencher| bencher.iter(|| floor.calls()));
    let target = desk.path("target");
    let cargo_test = |desk: &Desk| {
        run(Command::new("cargo")
            .args(["test", "--offline"])
            .env("CARGO_TARGET_DIR", &target)
            .current_dir(desk.path("mine")));
    };
    cargo_test(&desk);
    group.bench_function("cargo test", |bencher| {
        bencher.iter(|| {
            desk.edit();
            cargo_test(&desk);
        });
    });
    group.bench_function("known", |bencher| {
        run(desk.judge().args(["submit", "mine"]));
        bencher.iter(|| run(desk.judge().args(["submit", "mine"])));
    });
    group.bench_function("list", |bencher| {
        bencher.iter(|| run(desk.judge().arg("list")));
    });
    group.finish();
}

criterion_group!(benches, edit_to_verdict);
criterion_main!(benches);
