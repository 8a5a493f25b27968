//! Values that are counted: each is dropped once.

use crate::support::{Scene, judged, place};
use serde_json::Value;

/// `stack` has submissions that lose values, drop one twice, or drop them late.
#[test]
fn who_loses_a_value_or_drops_it_twice_is_found() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "--problems", &judged(), "stack"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r"
    ok  stack starter.rs: run_time_error (new is not written yet (todo!))
    ok  stack accepted/dropped_by_a_thread: accepted
    ok  stack accepted/vector: accepted
    ok  stack memory_leak/never_dropped: memory_leak (1 of 1 value never dropped when everything was gone)
    ok  stack run_time_error/taken_and_kept: run_time_error (1 of 1 value dropped more than once when everything was gone)
    verified   1 problem, 5 submissions, each with its verdict
    ");
}

#[test]
fn a_lost_value_is_shown_with_the_fewest_calls_and_lost_again_by_replay() {
    let scene = Scene::sharing_the_cache();
    let file = "tests/fixtures/judged/stack/submissions/memory_leak/never_dropped.rs";
    scene.take(place(file).as_ref());
    let judged = judged();
    let submit = [
        "submit",
        "--fresh",
        "--format",
        "json",
        "--problems",
        &judged,
    ];
    let ran = scene.run(&[&submit[..], &["stack", "never_dropped.rs"]].concat());
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["verdict"], "memory_leak");
    let checks = report["checks"].as_array().unwrap();
    let drops = checks.iter().find(|check| check["name"] == "drops");
    let calls: Vec<&str> = drops.unwrap()["findings"][0]["transcript"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["call"].as_str().unwrap())
        .collect();
    assert_eq!(calls, ["new()", "push(0)", "drop everything"]);

    let id = report["id"].as_str().unwrap();
    let again = scene.run(&["replay", id, "--problems", &judged]);
    assert_eq!(again.code, 1, "{}{}", again.stdout, again.stderr);
    assert!(
        again
            .verdict()
            .starts_with("memory_leak   still   stack   "),
        "{}",
        again.stdout
    );
    let test = scene.run(&["replay", id, "--as-test", "--problems", &judged]);
    assert_eq!(test.code, 2, "no test can count: {}", test.stdout);
}
