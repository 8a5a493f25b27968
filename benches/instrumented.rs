//! What it costs to look for data races: how many executions a second the explorer makes of the
//! same submission, compiled as it is and compiled to tell of every access to memory.
//!
//! Run by `cargo bench --bench instrumented`. Both are run in turns, and the fastest exploration
//! of each counts; what means something is the ratio.

#[path = "../tests/it/libraries.rs"]
mod libraries;

use libraries::{Libraries, rustc};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Calls, and the submission that they are made on.
const PROGRAMS: [(&str, &str); 3] = [
    ("bulkhead", "bulkhead/submissions/accepted/numbered_line.rs"),
    (
        "sliding_log",
        "sliding-log/submissions/accepted/one_lock.rs",
    ),
    (
        "spsc_ring",
        "spsc-ring/submissions/accepted/cells_and_counters.rs",
    ),
];

/// How the judge compiles what is explored.
const FLAGS: [&str; 4] = [
    "-Copt-level=1",
    "-Ccodegen-units=1",
    "-Coverflow-checks=on",
    "-Cunsafe-allow-abi-mismatch=sanitizer",
];

/// What it adds where orderings count.
const INSTRUMENTED: [&str; 2] = ["-Zsanitizer=thread", "-Cdebuginfo=line-tables-only"];

const ROUNDS: usize = 5;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compiles the calls with their submission, and what explores them.
fn compile(
    folder: &Path,
    libraries: &Libraries,
    (calls, submission): (&str, &str),
    more: &[&str],
) -> PathBuf {
    let arguments = |names: &[&str]| {
        let mut arguments = vec![OsString::from("-L.")];
        arguments.extend(FLAGS.map(OsString::from));
        arguments.extend(libraries.externs(names));
        arguments
    };
    let library = |name: &str, source: PathBuf, needs: Option<&str>| {
        let mut arguments = arguments(&["std", "core"]);
        arguments.extend(needs.map(OsString::from));
        arguments.extend(more.iter().map(OsString::from));
        arguments.extend([
            "--crate-type=rlib".into(),
            format!("--crate-name={name}").into(),
            source.into(),
        ]);
        rustc(folder, &arguments);
    };
    library("submission", root().join("problems").join(submission), None);
    let sources = root().join("benches/instrumented");
    library(
        "program",
        sources.join(calls).with_extension("rs"),
        Some("--extern=submission=libsubmission.rlib"),
    );
    let mut arguments = arguments(&["explore"]);
    arguments.extend([
        "--extern=program=libprogram.rlib".into(),
        sources.join("main.rs").into(),
    ]);
    rustc(folder, &arguments);
    folder
        .join("main")
        .with_extension(std::env::consts::EXE_EXTENSION)
}

/// How many executions it makes a second.
fn rate(program: &Path, arguments: &[&str]) -> f64 {
    let ran = Command::new(program).args(arguments).output();
    let ran = ran.expect("it runs");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    let said = String::from_utf8(ran.stdout).expect("UTF-8");
    let (executions, nanoseconds) = said.trim_end().split_once(' ').expect("two numbers");
    let [executions, nanoseconds] =
        [executions, nanoseconds].map(|number| number.parse::<f64>().expect("a number"));
    executions / nanoseconds * 1e9
}

fn main() {
    // Optimised as the judge has them.
    let libraries =
        Libraries::build(&["--release", "--package=shadow-std", "--package=shadow-core"]);
    println!("| submission | as it is | instrumented | ratio |\n|---|---|---|---|");
    for (calls, submission) in PROGRAMS {
        let folders = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let as_it_is = compile(folders[0].path(), &libraries, (calls, submission), &[]);
        let instrumented = compile(
            folders[1].path(),
            &libraries,
            (calls, submission),
            &INSTRUMENTED,
        );
        let mut best = [0.0_f64; 2];
        for _ in 0..ROUNDS {
            best[0] = best[0].max(rate(&as_it_is, &[]));
            best[1] = best[1].max(rate(&instrumented, &["races"]));
        }
        let ratio = best[0] / best[1];
        println!(
            "| {calls} | {:.0}/s | {:.0}/s | {ratio:.1} |",
            best[0], best[1]
        );
    }
}
