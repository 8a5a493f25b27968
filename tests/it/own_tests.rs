//! Packages that are judged by tests of their own: tests.rs.

use crate::support::{Ran, Scene, copy, judged, place, repository};
use std::fs;
use std::path::Path;
use std::process::Command;

/// `gauge` has a test of every kind, and submissions that try to get past them.
#[test]
fn tests_of_every_kind_have_their_verdicts() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "--problems", &judged(), "gauge"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

fn submit(name: &str) -> Ran {
    let file = format!("tests/fixtures/judged/gauge/submissions/{name}.rs");
    let problems = judged();
    let scene = Scene::sharing_the_cache();
    scene.run(&[
        "submit",
        "--fresh",
        "--problems",
        &problems,
        "gauge",
        &place(&file),
    ])
}

#[test]
fn a_failing_test_is_named_with_what_it_says() {
    let ran = submit("wrong_answer/prints_that_all_is_well");
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.verdict(), "wrong_answer   gauge   sample_it_doubles");
    let says = ["left: 4", "right: 8", "judged in_process"];
    assert!(
        says.iter().all(|text| ran.stdout.contains(text)),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_pass_says_that_it_was_judged_in_the_process() {
    let ran = submit("accepted/doubles");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let line = ran.stdout.lines().find(|line| line.contains("4/4"));
    assert!(
        line.is_some_and(|line| line.contains("judged in_process")),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_text_of_hidden_tests_is_not_shown() {
    let ran = submit("compile_error/cannot_be_compared");
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout.contains("`==` cannot be applied"),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("shown.get()"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("read(21"), "{}", ran.stdout);
}

#[test]
fn the_sample_tests_are_judged_alone_by_test() {
    let scene = Scene::sharing_the_cache();
    let right = place("tests/fixtures/judged/gauge/submissions/wrong_answer/does_not_panic.rs");
    let problems = judged();
    let ran = scene.run(&["test", "--fresh", "--problems", &problems, "gauge", &right]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.verdict()
            .starts_with("accepted (samples only)   1 of 4 cases"),
        "{}",
        ran.stdout
    );
}

/// The way of somebody who is new to a problem of this kind.
#[test]
fn sample_tests_come_with_the_crate() {
    let scene = Scene::sharing_the_cache();
    assert_eq!(scene.run(&["start", "event-bus"]).code, 0);
    let right = "problems/event-bus/submissions/accepted/queue_and_slots.rs";
    scene.write("event-bus/src/lib.rs", &repository(right));
    let output = Command::new("cargo")
        .args(["test", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", scene.work().join("target"))
        .current_dir(scene.work().join("event-bus"))
        .output()
        .expect("it runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{stdout}");
    assert!(stdout.contains(" 4 passed; 0 failed;"), "{stdout}");
    let shown = fs::read_to_string(scene.work().join("event-bus/tests/sample_tests.rs"));
    assert!(
        !shown
            .expect("a file")
            .contains("fn the_bus_works_on_after_a_panic")
    );
}

#[test]
fn what_is_no_plain_test_is_refused() {
    let told = |old: &str, new: &str| {
        let scene = Scene::sharing_the_cache();
        let folder = scene.work().join("packages/gauge");
        copy(Path::new(&place("tests/fixtures/judged/gauge")), &folder);
        let tests = fs::read_to_string(folder.join("tests.rs")).expect("tests");
        assert!(tests.contains(old), "{old}");
        fs::write(folder.join("tests.rs"), tests.replace(old, new)).expect("a file");
        let ran = scene.run(&["show", "--problems", "packages", "gauge"]);
        assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
        ran.stderr
    };
    let ignored = told("#[test]\nfn readings", "#[test]\n#[ignore]\nfn readings");
    assert!(
        ignored.contains("the test `readings_differ` is ignored"),
        "{ignored}"
    );
    let arguments = told("fn sample_it_doubles()", "fn sample_it_doubles(n: u32)");
    assert!(
        arguments.contains("is not a plain function without arguments"),
        "{arguments}"
    );
    let module = told("use std::cell::Cell;", "use std::cell::Cell;\nmod inner {}");
    assert!(module.contains("tests.rs has no modules"), "{module}");
    let hidden = told("fn sample_it_doubles", "fn it_doubles");
    assert!(hidden.contains("no case is a sample"), "{hidden}");
}
