//! Random sequences a second with right submissions, and the time that a failing sequence
//! takes to become as small as it gets. The judge is run as a user runs it; what is measured
//! is what its report says of that check alone, without compiling and starting.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::Value;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Submissions that are right, one for each kind of problem: exact answers, a clock, several
/// right answers to generated inputs.
const RIGHT: [(&str, &str); 3] = [
    ("lru-cache", "accepted/index_links"),
    ("sliding-log", "accepted/deque_per_client"),
    ("deploy-order", "accepted/kahn"),
];

/// Ten seeded bugs.
const WRONG: [(&str, &str); 10] = [
    ("lru-cache", "wrong_answer/evicts_newest"),
    ("lru-cache", "wrong_answer/get_does_not_touch"),
    ("lru-cache", "wrong_answer/holds_one_too_many"),
    ("lru-cache", "wrong_answer/sweep_turns_the_queue_round"),
    ("lru-cache", "wrong_answer/unlink_forgets_the_way_back"),
    ("lru-cache", "run_time_error/capacity_zero_panics"),
    ("sliding-log", "wrong_answer/fixed_windows"),
    ("sliding-log", "wrong_answer/sweep_keeps_the_boundary"),
    ("sliding-log", "wrong_answer/wait_for_an_empty_window"),
    ("sliding-log", "wrong_answer/window_closed_at_both_ends"),
];

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// How long the part of the random check took; how many sequences were right.
fn judge((slug, name): (&str, &str), part: usize) -> (Duration, u64) {
    let file = format!(
        "{}/problems/{slug}/submissions/{name}.rs",
        env!("CARGO_MANIFEST_DIR")
    );
    let output = Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(["submit", slug, &file, "--format", "json", "--fresh"])
        .args(["--stage", "1"])
        .env("GREENROOM_CACHE", folder("cache"))
        .env("GREENROOM_DATA", folder("data"))
        .output()
        .expect("the judge runs");
    let said = String::from_utf8_lossy(&output.stderr);
    let report: Value = serde_json::from_slice(&output.stdout).expect(&said);
    let mut checks = report["checks"].as_array().expect("checks").iter();
    let random = checks
        .find(|check| check["name"] == "random")
        .expect("it was planned");
    let wall = random["parts"][part]["wall_ms"]
        .as_f64()
        .expect("it was made");
    let passed = random["passed"].as_u64().expect("a number");
    (Duration::from_secs_f64(wall / 1e3), passed)
}

fn measured(iterations: u64, submission: (&str, &str), part: usize) -> Duration {
    (0..iterations)
        .map(|_| black_box(judge(submission, part)).0)
        .sum()
}

fn sequences(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sequences");
    group.sample_size(10);
    for submission in RIGHT {
        group.throughput(Throughput::Elements(judge(submission, 0).1));
        group.bench_function(submission.0, |bencher| {
            bencher.iter_custom(|iterations| measured(iterations, submission, 0));
        });
    }
    group.finish();
}

fn shrinking(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("shrinking");
    group.sample_size(10);
    for submission in WRONG {
        let name = submission.1.rsplit('/').next().unwrap_or_default();
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|iterations| measured(iterations, submission, 1));
        });
    }
    group.finish();
}

criterion_group!(benches, sequences, shrinking);
criterion_main!(benches);
