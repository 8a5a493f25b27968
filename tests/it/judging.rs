//! `test`, `submit`, `plan`, `problem verify`: from a file to a verdict.

use crate::support::{Ran, Scene, copy, files, judged, place, repository, right_counter};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A submission that comes with `lru-cache`.
fn shipped(name: &str) -> String {
    place(&format!("problems/lru-cache/submissions/{name}.rs"))
}

/// Judges a submission that comes with `lru-cache`.
fn submit(name: &str) -> Ran {
    Scene::sharing_the_cache().run(&["submit", "--fresh", "lru-cache", &shipped(name)])
}

/// A counter whose `add` has this body.
fn counter(add: &str) -> String {
    format!(
        "pub struct Counter {{\n    total: u32,\n}}\n\n\
         impl Counter {{\n    pub fn new(start: u32) -> Self {{\n        Self {{ total: start }}\n    }}\n\n    \
         pub fn add(&mut self, amount: u32) -> u32 {{\n        {add}\n    }}\n\n    \
         pub fn total(&self) -> u32 {{\n        self.total\n    }}\n}}\n"
    )
}

/// Judges a counter in a file of its own.
fn submit_counter(source: &str) -> Ran {
    let scene = Scene::sharing_the_cache();
    scene.write("mine.rs", source);
    scene.run(&[
        "submit",
        "--fresh",
        "--problems",
        &judged(),
        "counter",
        "mine.rs",
    ])
}

#[test]
fn a_right_submission_is_accepted() {
    let ran = submit("accepted/index_links");
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.verdict().starts_with("accepted   lru-cache   "),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("  samples         4/4\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_wrong_answer_is_shown_call_by_call() {
    let ran = submit("wrong_answer/get_does_not_touch");
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    // A hidden case is shown made smaller.
    let (_, transcript) = ran.stdout.split_once(":\n").unwrap();
    let (transcript, _) = transcript.split_once("\n\n").unwrap();
    insta::assert_snapshot!(transcript, @r"
      new(2)
      put(0, 0)            None
      put(1, 0)            None
      get(0)               Some(0)
    x put(2, 0)            want Some((1, 0))
                           got  Some((0, 0))
    ");
    assert!(
        ran.verdict().starts_with("wrong_answer   lru-cache   "),
        "{}",
        ran.stdout
    );
    let next = ran.stdout.lines().rev().nth(1).unwrap();
    assert!(next.starts_with("next: "), "{next}");
}

#[test]
fn what_does_not_compile_is_told_in_the_compilers_words() {
    let scene = Scene::sharing_the_cache();
    let source = repository("problems/deploy-order/submissions/accepted/kahn.rs");
    // The fault is on the last line of the file.
    scene.write("kahn.rs", &format!("{source}const LAST: u32 = \"word\";\n"));
    let line = source.lines().count() + 1;
    let ran = scene.run(&["submit", "--fresh", "deploy-order", "kahn.rs"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout.contains("error[E0308]: mismatched types\n"),
        "{}",
        ran.stdout
    );
    let place = format!("--> kahn.rs:{line}:19\n");
    assert!(ran.stdout.contains(&place), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("const LAST: u32 = \"word\";"),
        "{}",
        ran.stdout
    );
    assert_eq!(
        ran.verdict(),
        format!("compile_error   deploy-order   mismatched types at kahn.rs:{line}:19")
    );
}

#[test]
fn a_method_that_is_missing_is_named_with_what_was_found() {
    let source = counter("self.total += amount; self.total").replace("fn add", "fn plus");
    let ran = submit_counter(&source);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    insta::assert_snapshot!(ran.stdout.trim_start(), @r"
    error: the contract asks for a method that is not there
      --> mine.rs:5:1   impl Counter
       | asked for:  pub fn add(&mut self, amount: u32) -> u32
       | found:      pub fn plus(&mut self, amount: u32) -> u32      (nearest name)
      help: rename it; `greenroom show counter --contract` prints all signatures

    next: nothing was run; `greenroom show counter --contract` prints what is asked for, then `greenroom submit counter mine.rs`
    compile_error   counter   `add` is missing
    ");
}

#[test]
fn a_signature_that_differs_is_shown_beside_the_one_that_is_asked_for() {
    let source =
        counter("self.total += amount as u32; self.total").replace("amount: u32", "amount: u64");
    let ran = submit_counter(&source);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    insta::assert_snapshot!(ran.stdout.trim_start(), @r"
    error: the contract asks for another signature
      --> mine.rs:10:5   impl Counter
       | asked for:  pub fn add(&mut self, amount: u32) -> u32
       | found:      pub fn add(&mut self, amount: u64) -> u32
       | differs in: parameter 1 (`amount`)
      help: take `u32` as `amount`; `greenroom show counter --contract` prints all signatures

    next: nothing was run; `greenroom show counter --contract` prints what is asked for, then `greenroom submit counter mine.rs`
    compile_error   counter   `add` has another signature
    ");
}

#[test]
fn what_the_problem_forbids_is_rejected_at_its_place() {
    let ran = submit("rejected/unchecked_indexing");
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let source = fs::read_to_string(shipped("rejected/unchecked_indexing")).unwrap();
    let line = 1 + source
        .lines()
        .position(|line| line.contains("unsafe {"))
        .unwrap();
    let place = format!("unchecked_indexing.rs:{line}");
    assert!(
        ran.stdout.contains(&format!("--> {place}:")),
        "{}",
        ran.stdout
    );
    assert_eq!(
        ran.verdict(),
        format!("rejected   lru-cache   `unsafe` at {place}")
    );
}

#[test]
fn a_starter_is_not_written_yet() {
    let scene = Scene::sharing_the_cache();
    let starter = place("problems/lru-cache/starter.rs");
    let ran = scene.run(&["submit", "--fresh", "lru-cache", &starter]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.verdict(),
        "run_time_error   lru-cache   new is not written yet (todo!)"
    );
    // Reached later, it is the call that is named.
    let ran = submit_counter(&counter("todo!(\"tomorrow\")"));
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.verdict(),
        "run_time_error   counter   add is not written yet (todo!)"
    );
    assert!(ran.stdout.contains("  at mine.rs:11:9\n"), "{}", ran.stdout);
}

#[test]
fn samples_alone_are_never_called_accepted_alone() {
    let scene = Scene::sharing_the_cache();
    let file = shipped("accepted/key_links");
    let ran = scene.run(&["test", "--fresh", "lru-cache", &file]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.verdict().starts_with("accepted (samples only)   4 of "),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("  cases "), "{}", ran.stdout);
    let json = scene.run(&["test", "--format", "json", "lru-cache", &file]);
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(report["mode"], "test");
    assert_eq!(report["checks"].as_array().unwrap().len(), 1);
}

#[test]
fn a_crate_with_modules_is_judged_as_one() {
    let scene = Scene::sharing_the_cache();
    let (judged, folder) = (judged(), right_counter());
    let ran = scene.run(&[
        "submit",
        "--fresh",
        "--problems",
        &judged,
        "counter",
        &folder,
    ]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    // A fault in a module is told at the module's own place.
    copy(Path::new(&folder), &scene.work().join("mine"));
    scene.write("mine/src/sum/amount.rs", "pub struct Amount(pub u64);\n");
    let ran = scene.run(&["submit", "--problems", &judged, "counter", "mine"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("--> src/sum.rs:12:27\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_report_of_every_kind_of_verdict_is_valid() {
    let scene = Scene::sharing_the_cache();
    for (name, verdict, code) in [
        ("accepted/index_links", "accepted", 0),
        ("wrong_answer/evicts_newest", "wrong_answer", 1),
        ("compile_error/tick_of_another_type", "compile_error", 1),
        ("rejected/unchecked_indexing", "rejected", 1),
    ] {
        let ran = scene.run(&["--format", "json", "submit", "lru-cache", &shipped(name)]);
        assert_eq!(ran.code, code, "{name}: {}", ran.stderr);
        let mut command = scene.command("");
        let validated = command
            .args(["report", "validate", "-"])
            .write_stdin(ran.stdout.clone())
            .output()
            .unwrap();
        let validated = Ran::new(&validated);
        assert_eq!(validated.code, 0, "{name}: {}", validated.stderr);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(report["verdict"], verdict, "{name}");
        let id = report["id"].as_str().unwrap();
        assert_eq!(
            validated.stdout,
            format!("valid: report {id}, lru-cache, {verdict}\n")
        );
    }
    assert_eq!(files(&scene.data()).len(), 4, "every report is kept");
}

#[test]
fn the_same_submission_again_is_answered_from_what_is_known() {
    let scene = Scene::sharing_the_cache();
    scene.write("mine.rs", &counter("self.total += amount; self.total"));
    let judged = judged();
    let submit =
        |flag: &str| scene.run(&["submit", "--problems", &judged, "counter", "mine.rs", flag]);
    let first = submit("--fresh");
    assert!(first.stderr.contains("Compiling"), "{}", first.stderr);
    let again = submit("--color=never");
    assert_eq!(again.code, 0);
    assert!(!again.stderr.contains("Compiling"), "{}", again.stderr);
    assert!(
        again
            .verdict()
            .starts_with("accepted   counter   submission 2   ")
            && again.verdict().ends_with("   (known already)"),
        "{}",
        again.stdout
    );
    // Other text, other submission; a file of the same text is the same.
    scene.write("mine.rs", &counter("self.total += 1; self.total"));
    let changed = submit("--color=never");
    assert_eq!(changed.code, 1, "{}", changed.stdout);
    assert!(changed.verdict().starts_with("wrong_answer"));
    scene.write("mine.rs", &counter("self.total += amount; self.total"));
    assert!(submit("--color=never").stdout.contains("(known already)"));
}

#[test]
fn a_plan_says_what_would_be_judged_and_judges_nothing() {
    let scene = Scene::new();
    let ran = scene.run(&["plan", "--problems", &judged(), "counter"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r"
    counter, stage 1
    each case may use 200 ms of CPU time, 10 s on the clock, 64 MiB of memory, and print 64 KiB

    samples (1)
      amounts add up

    cases (2)
      it begins where it is told
      nothing added changes nothing

    heap (3)
      amounts add up
      it begins where it is told
      nothing added changes nothing
    ");
    assert!(!scene.data().exists());
    let ran = scene.run(&[
        "plan",
        "--problems",
        &judged(),
        "counter",
        "--format",
        "json",
    ]);
    let plan: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(plan["problem"], "counter");
    assert_eq!(
        plan["checks"][1]["cases"][1],
        "nothing added changes nothing"
    );
}

#[test]
fn verifying_a_problem_gives_every_submission_the_verdict_of_its_folder() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "--problems", &judged(), "counter"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r"
    ok  counter starter.rs: run_time_error (new is not written yet (todo!))
    ok  counter accepted/as_crate: accepted
    ok  counter wrong_answer/forgets_the_start: wrong_answer (total() after 1 call)
    verified   1 problem, 3 submissions, each with its verdict
    ");
}

#[test]
fn a_submission_in_the_wrong_folder_is_not_verified() {
    let scene = Scene::sharing_the_cache();
    copy(Path::new(&judged()), &scene.work().join("packages"));
    let folder = "packages/counter/submissions";
    scene.write(
        &format!("{folder}/wrong_answer/right.rs"),
        &counter("self.total += amount; self.total"),
    );
    scene.write(
        &format!("{folder}/wrong_answer/for_another_reason.rs"),
        &format!(
            "//! by: case \"it begins where it is told\"\n{}",
            counter("self.total += amount + u32::from(amount == 2); self.total")
        ),
    );
    let ran = scene.run(&["problem", "verify", "--problems", "packages", "counter"]);
    assert_eq!(ran.code, 3, "{}{}", ran.stdout, ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r#"
    ok  counter starter.rs: run_time_error (new is not written yet (todo!))
    ok  counter accepted/as_crate: accepted
    BAD counter wrong_answer/for_another_reason: wrong_answer (want it found by case "it begins where it is told"; add(2) after 2 calls)
    ok  counter wrong_answer/forgets_the_start: wrong_answer (total() after 1 call)
    BAD counter wrong_answer/right: accepted (want wrong_answer)
    not verified   2 of 5 submissions got another verdict
    "#);
}

#[test]
fn a_crate_that_is_kept_can_be_built_by_cargo() {
    let scene = Scene::sharing_the_cache();
    scene.write("mine.rs", &counter("self.total += amount; self.total"));
    let ran = scene.run(&[
        "submit",
        "--keep",
        "--problems",
        &judged(),
        "counter",
        "mine.rs",
    ]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let kept = ran.kept();
    let output = Command::new("cargo")
        .args(["check", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", scene.work().join("target"))
        .env("RUSTFLAGS", "--cap-lints=allow")
        .current_dir(&kept)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    fs::remove_dir_all(kept).unwrap();
    assert!(output.status.success(), "{stderr}");
}

/// The way of somebody who is new: start, solve, `cargo test`, submit.
#[test]
fn a_crate_that_was_started_is_solved_and_submitted() {
    let scene = Scene::sharing_the_cache();
    assert_eq!(scene.run(&["start", "lru-cache"]).code, 0);
    scene.write(
        "lru-cache/src/lib.rs",
        &repository("problems/lru-cache/submissions/accepted/tick_index.rs"),
    );
    let output = Command::new("cargo")
        .args(["test", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", scene.work().join("target"))
        .current_dir(scene.work().join("lru-cache"))
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{stdout}");
    assert!(stdout.contains(" 4 passed; 0 failed;"), "{stdout}");
    for below in ["lru-cache", "lru-cache/src"] {
        let ran = scene.run_in(below, &["submit", "--fresh"]);
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        assert!(
            ran.verdict().starts_with("accepted   lru-cache   "),
            "{}",
            ran.stdout
        );
    }
    let ran = scene.run(&["list"]);
    let line = ran
        .stdout
        .lines()
        .find(|line| line.starts_with("lru-cache"))
        .unwrap();
    assert!(line.ends_with("accepted"), "{line}");
}
