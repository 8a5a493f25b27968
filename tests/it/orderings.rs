//! Orderings: what a submission asks for decides whether two accesses race.

use crate::scenarios::{problems, report_on, scenarios};
use crate::support::Scene;
use serde_json::Value;

/// What is said of the race in a submission to `slot`.
fn race(submission: &str) -> String {
    race_in("slot", submission)
}

fn race_in(problem: &str, submission: &str) -> String {
    let report = report_on(&Scene::sharing_the_cache(), problem, submission);
    assert_eq!(report["verdict"], "data_race");
    details(&report).join("\n")
}

fn details(report: &Value) -> Vec<String> {
    let details = scenarios(report)["findings"][0]["details"].clone();
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
    insta::assert_snapshot!(race("data_race/stored_relaxed"), @r"
    thread 1: a write of 4 bytes at stored_relaxed.rs:24
    thread 2: a read of 4 bytes at stored_relaxed.rs:31
    the store at stored_relaxed.rs:25 is Relaxed: it publishes nothing of what its thread did before
    ");
}

#[test]
fn a_race_names_the_load_that_learns_nothing() {
    insta::assert_snapshot!(race("data_race/loaded_relaxed"), @r"
    thread 1: a write of 4 bytes at loaded_relaxed.rs:24
    thread 2: a read of 4 bytes at loaded_relaxed.rs:31
    the load at loaded_relaxed.rs:29 is Relaxed: it learns nothing of what the store at loaded_relaxed.rs:25 published
    ");
}

/// Generic code is compiled with the glue, which knows the types; its lines are the submission's
/// all the same.
#[test]
fn a_race_in_generic_code_names_both_accesses() {
    insta::assert_snapshot!(race_in("handover", "data_race/emptied_relaxed"), @r"
    thread 2: a write of 4 bytes at emptied_relaxed.rs:59
    thread 1: a write of 4 bytes at emptied_relaxed.rs:47
    the store at emptied_relaxed.rs:60 is Relaxed: it publishes nothing of what its thread did before
    ");
}
