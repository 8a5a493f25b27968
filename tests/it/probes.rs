//! Probes: functions of model.rs that make many calls and judge what came of all of them.

use crate::support::{Ran, Scene, copy, judged, place};
use std::fs;
use std::path::Path;

/// `balancer` has a probe of every kind, and submissions that only probes find wrong.
#[test]
fn probes_find_what_no_case_shows() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "--problems", &judged(), "balancer"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

fn submit(name: &str) -> Ran {
    let scene = Scene::sharing_the_cache();
    let file = format!("tests/fixtures/judged/balancer/submissions/{name}.rs");
    scene.run(&[
        "submit",
        "--fresh",
        "--problems",
        &judged(),
        "balancer",
        &place(&file),
    ])
}

/// The transcript and what is said below it.
fn finding(name: &str) -> String {
    let ran = submit(name);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let start = ran.stdout.find("\n  probe \"").expect("a finding");
    let (finding, _) = ran.stdout[start + 1..].split_once("\nnext: ").unwrap();
    finding.trim_end().to_owned()
}

#[test]
fn scores_are_printed_with_what_is_asked_for() {
    let ran = submit("accepted/fnv");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let line = ran.stdout.lines().find(|line| line.contains("probes"));
    let line = line.expect("a line about the probes");
    assert!(line.contains("4/4") && line.contains("(<= 0.35)"), "{line}");
}

#[test]
fn a_score_that_is_missed_is_below_the_threshold() {
    insta::assert_snapshot!(finding("below_threshold/all_to_one"), @"");
}

#[test]
fn what_the_probe_says_is_the_last_line() {
    insta::assert_snapshot!(finding("wrong_answer/merge_takes_the_larger"), @"");
}

#[test]
fn a_call_that_was_put_off_is_found_when_it_hangs() {
    insta::assert_snapshot!(finding("time_limit_exceeded/hangs_in_a_count"), @"");
}

#[test]
fn a_destructor_that_panics_is_found() {
    insta::assert_snapshot!(
        finding("run_time_error/panics_when_a_lease_is_dropped"),
        @""
    );
}

#[test]
fn processes_that_differ_are_told_with_both_answers() {
    let finding = finding("wrong_answer/another_hash_in_every_process");
    assert!(finding.contains("(as in another process)"), "{finding}");
}

/// What a model's own fault does to a right submission.
#[test]
fn a_probe_that_fails_by_itself_is_nobody_elses_fault() {
    let told = |old: &str, new: &str| {
        let scene = Scene::sharing_the_cache();
        let from = place("tests/fixtures/judged/balancer");
        let folder = scene.work().join("packages/balancer");
        copy(Path::new(&from), &folder);
        let model = fs::read_to_string(folder.join("model.rs")).expect("a model");
        assert!(model.contains(old), "{old}");
        fs::write(folder.join("model.rs"), model.replace(old, new)).expect("a file");
        let right = "packages/balancer/submissions/accepted/fnv.rs";
        let ran = scene.run(&["submit", "--problems", "packages", "balancer", right]);
        assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
        ran.verdict().to_owned()
    };
    insta::assert_snapshot!(told("candidate.new(vec![1; 64]);", ""), @"");
    insta::assert_snapshot!(told("(\"least\", share", "(\"lowest\", share"), @"");
    insta::assert_snapshot!(
        told("candidate.drop(lease)", "{ candidate.drop(lease); candidate.backend(lease); }"),
        @""
    );
}
