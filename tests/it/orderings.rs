//! Orderings: what a submission asks for decides whether two accesses race.

use crate::support::{Scene, place};
use serde_json::Value;

fn problems() -> String {
    place("tests/fixtures/scenarios")
}

fn report(scene: &Scene, submission: &str) -> Value {
    let file = place(&format!(
        "tests/fixtures/scenarios/slot/submissions/{submission}.rs"
    ));
    let problems = problems();
    let ran = scene.run(&[
        "submit",
        "--fresh",
        "--format",
        "json",
        "--problems",
        &problems,
        "slot",
        &file,
    ]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr))
}

fn details(report: &Value) -> Vec<String> {
    let checks = report["checks"].as_array().expect("a list");
    let check = checks.iter().find(|check| check["name"] == "scenarios");
    let details = check.expect("a check of the scenarios")["findings"][0]["details"].clone();
    serde_json::from_value(details).expect("lines")
}

#[test]
fn orderings_alone_decide_and_no_right_one_is_accused() {
    let scene = Scene::sharing_the_cache();
    let problems = problems();
    let ran = scene.run(&["problem", "verify", "slot", "--problems", &problems]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    for submission in ["accepted/released_and_acquired", "data_race/stored_relaxed"] {
        assert!(ran.stdout.contains(submission), "{}", ran.stdout);
    }
}

#[test]
fn a_race_names_both_accesses_and_the_store_that_publishes_nothing() {
    let scene = Scene::sharing_the_cache();
    let report = report(&scene, "data_race/stored_relaxed");
    assert_eq!(report["verdict"], "data_race");
    insta::assert_snapshot!(details(&report).join("\n"), @r"
    thread 1: a write of 4 bytes at stored_relaxed.rs:24
    thread 2: a read of 4 bytes at stored_relaxed.rs:31
    the store at stored_relaxed.rs:25 is Relaxed: it publishes nothing of what its thread did before
    ");
}

#[test]
fn a_race_names_the_load_that_learns_nothing() {
    let scene = Scene::sharing_the_cache();
    let report = report(&scene, "data_race/loaded_relaxed");
    assert_eq!(report["verdict"], "data_race");
    insta::assert_snapshot!(details(&report).join("\n"), @r"
    thread 1: a write of 4 bytes at loaded_relaxed.rs:24
    thread 2: a read of 4 bytes at loaded_relaxed.rs:31
    the load at loaded_relaxed.rs:29 is Relaxed: it learns nothing of what the store at loaded_relaxed.rs:25 published
    ");
}
