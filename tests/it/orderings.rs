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

#[test]
fn an_outcome_that_only_weak_memory_has_is_found_by_loom_which_says_so() {
    let scene = Scene::sharing_the_cache();
    let report = report_on(&scene, "slot", "not_linearizable/atomic_and_relaxed");
    assert_eq!(report["verdict"], "not_linearizable");
    assert_eq!(report["summary"], "look() = Some(0)");
    let check = scenarios(&report);
    let note = check["note"].as_str().expect("a note");
    assert!(note.starts_with("found by loom, in "), "{note}");
    assert!(note.ends_with(" executions, no finding"), "{note}");
    let figures = &check["figures"]["exploration"];
    assert_eq!(
        figures["is_exhaustive"], true,
        "the explorer saw all it can"
    );
    let picture = &check["findings"][0]["interleaving"];
    assert_eq!(picture["schedule"], "");
    insta::assert_snapshot!(picture["sentences"][0].as_str().expect("a sentence"), @"No order of the calls explains look() = Some(0) of thread 2; look() could have answered None or Some(7).");

    // Its scenario is run again on both engines.
    let id = report["id"].as_str().expect("an id");
    let again = scene.run(&["replay", id, "--format", "json", "--problems", &problems()]);
    let again: Value = serde_json::from_str(&again.stdout).expect("a report");
    assert_eq!(again["verdict"], "not_linearizable");
}

/// What each engine said, by the submission.
#[test]
fn loom_finds_a_lost_wake_up_and_accuses_nobody_of_what_it_cannot_tell() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "gate", "--problems", &problems()]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let said = |submission: &str| {
        let line = ran.stdout.lines().find(|line| line.contains(submission));
        line.unwrap_or_else(|| panic!("{}", ran.stdout)).to_owned()
    };
    let found = said("deadlock/released_and_acquired");
    assert!(found.ends_with("(wait() waits for ever)"), "{found}");
    let seq_cst = said("accepted/sequentially_consistent");
    let why = "no opinion on 1 of 2 scenarios (it takes SeqCst for less than it is";
    assert!(seq_cst.contains(why), "{seq_cst}");
    let with_static = said("accepted/fences_and_a_static");
    let why = "loom: no opinion (it does not put back what lies in a static)";
    assert!(with_static.contains(why), "{with_static}");
    // One of the scenarios has no more executions than its budget.
    for submission in ["accepted/fences:", "accepted/locked"] {
        let said = said(submission);
        assert!(said.contains("loom: bounded ("), "{said}");
    }
}

#[test]
fn what_both_engines_covered_is_counted_apart() {
    let report = report_on(
        &Scene::sharing_the_cache(),
        "slot",
        "accepted/released_and_acquired",
    );
    assert_eq!(report["verdict"], "accepted");
    let check = scenarios(&report);
    let note = check["note"].as_str().expect("a note");
    let (explored, loom) = note.split_once("; loom: ").expect("both");
    assert!(explored.starts_with("exhaustive ("), "{note}");
    assert!(loom.ends_with(" executions, no finding"), "{note}");
    let figures = &check["figures"]["exploration"]["loom"];
    assert_eq!(figures["scenarios"], 2);
    assert_eq!(figures["absent"], 0);
    assert!(figures["executions"].as_u64() > Some(100), "{figures}");
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
