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
    let (finding, _) = ran.stdout[start + 1..]
        .split_once("\nnext: ")
        .expect("advice");
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
    insta::assert_snapshot!(finding("below_threshold/all_to_one"), @r#"
    probe "keys spread":
      x most                 want <= 0.35
                             got  0.545
      x least                want >= 0.15
                             got  0
    "#);
}

#[test]
fn what_the_probe_says_is_the_last_line() {
    insta::assert_snapshot!(finding("wrong_answer/merge_takes_the_larger"), @r#"
    probe "merging either way":
        let #0 = new([1])
        #0.count("b", 5)
        merge(#0)
        total()              5
        #0.total()           5
        new([1])
        count("a", 5)
        let #0 = new([1])
        #0.count("b", 3)
        merge(#0)
        total()              5
        #0.total()           3
      x merges([3, 5])       want what the contract promises
                             got  the totals are [(5, 5), (5, 3)]
    after 14 calls, of which the last are shown
    "#);
}

#[test]
fn a_call_that_was_put_off_is_found_when_it_hangs() {
    insta::assert_snapshot!(finding("time_limit_exceeded/hangs_in_a_count"), @r#"
    probe "everybody picks alike":
        count("k7", 1)
        pick("k7")           28
        count("k8", 1)
        pick("k8")           2
        count("k9", 1)
        pick("k9")           61
        count("k10", 1)
        pick("k10")          0
        count("k11", 1)
        pick("k11")          9
        count("k12", 1)
        pick("k12")          43
      x count("k13", 1)      no answer: 300 ms of CPU time used
    after 27 calls, of which the last are shown
    "#);
}

#[test]
fn a_destructor_that_panics_is_found() {
    insta::assert_snapshot!(
        finding("run_time_error/panics_when_a_lease_is_dropped"),
        @r#"
    probe "leases come back":
        new([1, 1, 1])
        lend()               Some(#1)
        lend()               Some(#2)
        lend()               Some(#3)
        #1.backend()         0
        #2.backend()         1
        #3.backend()         2
        lend()               None
        drop(#1)
        drop(#2)
      x drop(#3)             panicked: the third never comes back
    at panics_when_a_lease_is_dropped.rs:55:9
    "#
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
        assert_ne!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        let verdict = ran.verdict();
        let summary = verdict.strip_prefix("judging_error   balancer   ");
        summary.expect(verdict).to_owned()
    };
    let panics = told("candidate.new(vec![1; 64]);", "");
    assert!(panics.ends_with("the probe makes a subject before it calls its methods"));
    insta::assert_snapshot!(
        told("(\"least\", share", "(\"lowest\", share"),
        @r#"spread(2000, "k") answers no score `least`"#
    );
    insta::assert_snapshot!(
        told("candidate.drop(lease)", "{ candidate.drop(lease); candidate.backend(lease); }"),
        @"leases() uses a handle that does not exist: #256.backend()"
    );
}
