//! Limits of time beside the reference.

use crate::support::{Ran, Scene, copy, files, judged, right_counter};
use std::fs;
use std::path::PathBuf;

/// Needs much more CPU time than the limit's floor for one call.
const SLOW: &str = "
pub struct Counter { total: u32 }
impl Counter {
    pub fn new(start: u32) -> Self { Self { total: start } }
    pub fn add(&mut self, amount: u32) -> u32 {
        for round in 0..40_000_000_u32 { std::hint::black_box(round); }
        self.total += amount;
        self.total
    }
    pub fn total(&self) -> u32 { self.total }
}
";

/// A package whose limit has a low floor, with this as its reference.
fn package(scene: &Scene, reference: &str) {
    copy(
        &PathBuf::from(judged()).join("counter"),
        &scene.work().join("packages/counter"),
    );
    let manifest = scene.work().join("packages/counter/problem.toml");
    let text = fs::read_to_string(&manifest).expect("it can be done");
    let text = text
        .replace("subject =", "reference = \"named\"\nsubject =")
        .replace("cpu = \"200ms\"", "cpu = \"10ms\"");
    fs::write(manifest, text).expect("it can be done");
    scene.write("packages/counter/submissions/accepted/named.rs", reference);
}

fn submit(scene: &Scene, file: &str) -> Ran {
    scene.run(&[
        "submit",
        "--fresh",
        "--problems",
        "packages",
        "counter",
        file,
    ])
}

#[test]
fn who_is_as_slow_as_the_reference_is_accepted() {
    let scene = Scene::sharing_the_cache();
    package(&scene, SLOW);
    scene.write("slow.rs", SLOW);
    let ran = submit(&scene, "slow.rs");
    assert!(ran.verdict().starts_with("accepted"), "{}", ran.stdout);
}

#[test]
fn who_is_far_slower_than_the_reference_is_not() {
    let scene = Scene::sharing_the_cache();
    package(&scene, SLOW);
    scene.write(
        "endless.rs",
        &SLOW.replace("for round in 0..40_000_000_u32", "for round in 0.."),
    );
    let ran = submit(&scene, "endless.rs");
    assert!(
        ran.verdict().starts_with("time_limit_exceeded"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("the reference needs"), "{}", ran.stdout);
}

#[test]
fn a_reference_that_does_not_compile_is_the_authors_fault() {
    let scene = Scene::sharing_the_cache();
    package(&scene, "pub struct Counter;");
    let ran = submit(&scene, &right_counter());
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stderr
            .contains("its reference `accepted/named` is compile_error"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_reference_is_compiled_once_and_again_when_it_is_damaged() {
    let scene = Scene::new();
    package(&scene, SLOW);
    let programs = || {
        let mut all = files(&scene.cache().join("references"));
        all.retain(|path, _| path.ends_with("program"));
        all
    };
    let accepted = || {
        let ran = submit(&scene, &right_counter());
        assert!(ran.verdict().starts_with("accepted"), "{}", ran.stdout);
    };
    accepted();
    let made = programs();
    assert_eq!(made.len(), 1);
    let program = made.keys().next().unwrap();
    let path = scene.cache().join("references").join(program);
    let written = || fs::metadata(&path).unwrap().modified().unwrap();
    let first = written();
    accepted();
    assert_eq!(written(), first, "it was made again");
    fs::write(&path, "no program").unwrap();
    accepted();
    let again = fs::read(&path).unwrap();
    assert!(again.len() > "no program".len(), "it was left as it is");
}

/// Ten times the reference's time is allowed, and verifying asks for half of that.
#[test]
fn verifying_refuses_an_accepted_submission_that_is_close_to_the_limit() {
    let scene = Scene::sharing_the_cache();
    package(&scene, SLOW);
    scene.write(
        "packages/counter/submissions/accepted/close.rs",
        &SLOW.replace("40_000_000", "320_000_000"),
    );
    let ran = scene.run(&["problem", "verify", "--problems", "packages", "counter"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    let bad: Vec<&str> = ran
        .stdout
        .lines()
        .filter(|line| line.starts_with("BAD"))
        .collect();
    assert_eq!(bad.len(), 1, "{}", ran.stdout);
    assert!(
        bad[0].contains("accepted/close: time_limit_exceeded")
            && bad[0].contains("want accepted within half of the time that is allowed"),
        "{}",
        bad[0]
    );
}
