//! What is timed is alone, though several submissions are judged at once.

use super::solution;
use crate::support::{Scene, copy, judged};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Two at a time.
const SUBMISSIONS: usize = 4;

/// Notes again and again that it works: its thread goes on after the answers. It takes no
/// memory for that, which could look like a leak.
const SUBMISSION: &str = "
use std::io::Write;
use std::sync::Once;
use std::thread;
use std::time::Duration;
static WORKS: Once = Once::new();
fn work() {
    let file = std::fs::OpenOptions::new().append(true).open(\"LOG\");
    let mut file = file.unwrap();
    let line = format!(\"works {}\\n\", std::process::id());
    file.write_all(line.as_bytes()).unwrap();
    thread::spawn(move || loop {
        thread::sleep(Duration::from_millis(1));
        file.write_all(line.as_bytes()).unwrap();
    });
}
pub struct Counter { total: u32 }
impl Counter {
    pub fn new(start: u32) -> Self {
        WORKS.call_once(work);
        Self { total: start }
    }
    pub fn add(&mut self, amount: u32) -> u32 {
        self.total = self.total.wrapping_add(amount);
        self.total
    }
    pub fn total(&self) -> u32 { self.total }
}
";

/// Notes when it is timed.
const ADAPTER: &str = "
use kit::{Bench, keep};
use submission::Counter;
fn note(what: &str) {
    use std::io::Write;
    let file = std::fs::OpenOptions::new().append(true).open(\"LOG\");
    let line = format!(\"{what} {}\\n\", std::process::id());
    file.unwrap().write_all(line.as_bytes()).unwrap();
}
pub fn adds(_size: u64, bench: &mut Bench) {
    note(\"begins\");
    let mut counter = Counter::new(0);
    bench.run(|_| keep(counter.add(1)));
    note(\"ends\");
}
";

/// The package `counter`, with something that is timed.
fn package(scene: &Scene, log: &str) {
    let folder = scene.work().join("packages/counter");
    copy(&Path::new(&judged()).join("counter"), &folder);
    let manifest = folder.join("problem.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let growth = "\n[[growth]]\nrun = \"adds\"\nsizes = [64, 256, 1024]\nmax_slope = 0.6\n";
    fs::write(manifest, text + growth).expect("a file");
    fs::write(folder.join("adapter.rs"), ADAPTER.replace("LOG", log)).expect("a file");
}

/// Without walls, so that the processes can write into one file, in the order of what happens.
#[test]
fn no_other_submission_runs_while_one_is_timed() {
    let scene = Scene::sharing_the_cache();
    scene.write("log", "");
    let log = scene.work().join("log");
    let path = log.to_str().expect("UTF-8");
    package(&scene, path);
    for number in 0..SUBMISSIONS {
        let text = format!("// {number}\n{}", SUBMISSION.replace("LOG", path));
        solution(&scene, &format!("repos/{number}"), "counter", &text);
    }
    let ran = scene.run(&[
        "check",
        "repos",
        "--fresh",
        "-j",
        "2",
        "--sandbox",
        "none",
        "--problems",
        "packages",
    ]);
    let events = fs::read_to_string(&log).expect("a log");
    let events: Vec<(&str, &str)> = events
        .lines()
        .map(|line| line.split_once(' ').expect("a word and a process"))
        .collect();
    // From the first to the last measurement of each process.
    let mut timed: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (index, (what, process)) in events.iter().enumerate() {
        if ["begins", "ends"].contains(what) {
            timed.entry(process).or_insert((index, index)).1 = index;
        }
    }
    let all = BTreeSet::from_iter(events.iter().map(|(_, process)| process));
    assert!(
        timed.len() >= SUBMISSIONS && all.len() >= 2 * SUBMISSIONS,
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    for (process, (first, last)) in timed {
        let beside = events[first..=last]
            .iter()
            .filter(|(_, other)| *other != process);
        assert_eq!(beside.count(), 0, "others worked while {process} was timed");
    }
}
