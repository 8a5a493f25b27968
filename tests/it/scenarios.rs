//! Scenarios: what threads do to each other, in every order.

use crate::support::{Ran, Scene, place};
use serde_json::Value;
use std::fs;

pub fn problems() -> String {
    place("tests/fixtures/scenarios")
}

/// The report on a submission to a problem of these fixtures.
pub fn report_on(scene: &Scene, problem: &str, submission: &str) -> Value {
    let problems = problems();
    let file = format!("{problems}/{problem}/submissions/{submission}.rs");
    let ran = scene.run(&[
        "submit",
        "--fresh",
        "--format",
        "json",
        "--problems",
        &problems,
        problem,
        &file,
    ]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr))
}

/// The report on a submission to `mailbox`.
fn report(scene: &Scene, submission: &str) -> Value {
    report_on(scene, "mailbox", submission)
}

/// The check of the scenarios.
pub fn scenarios(report: &Value) -> &Value {
    let checks = report["checks"].as_array().expect("a list");
    let check = checks.iter().find(|check| check["name"] == "scenarios");
    check.expect("a check of the scenarios")
}

/// `handover` is about a generic function that makes a handle for each of two threads.
#[test]
fn a_function_makes_the_ends_that_two_threads_hold() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "--problems", &problems(), "handover"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    // How far loom comes depends on the machine.
    let loom = r"loom: (exhaustive, \d+ executions|bounded \(\d+ executions\)), no finding";
    insta::with_settings!({filters => [(loom, "loom: no finding")]}, {
    insta::assert_snapshot!(ran.stdout, @r"
    ok  handover starter.rs: compile_error (`Giver<u32>` is `Sync` (and 1 more))
    ok  handover accepted/locked: accepted (exhaustive (1 spurious wake-up, 1 weak exchange failure, 1 early time-out), 56 executions; loom: no finding)
    ok  handover accepted/released_and_acquired: accepted (exhaustive (1 spurious wake-up, 1 weak exchange failure, 1 early time-out), 56 executions; loom: no finding)
    ok  handover compile_error/giver_can_be_cloned: compile_error (`Giver<u32>` is `Clone`)
    ok  handover data_race/emptied_relaxed: data_race (a write at emptied_relaxed.rs:59 and a write at emptied_relaxed.rs:47: nothing orders them)
    ok  handover data_race/filled_relaxed: data_race (a write at filled_relaxed.rs:47 and a read at filled_relaxed.rs:59: nothing orders them)
    ok  handover memory_leak/left_inside: memory_leak (1 of 1 value never dropped when everything was gone)
    ok  handover not_linearizable/keeps_the_place: not_linearizable (giver.give(3) after the others)
    ok  handover not_linearizable/refuses_when_busy: not_linearizable (taker.take() = None beside giver.give(1) = Err(1))
    ok  handover wrong_answer/replaces: wrong_answer (give(0) after 2 calls)
    verified   1 problem, 10 submissions, each with its verdict
    ");
    });
}

/// `mailbox` has a submission for each verdict, and some that are right in different ways.
#[test]
fn each_submission_gets_its_verdict_and_no_right_one_is_accused() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "--problems", &problems(), "mailbox"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r"
    ok  mailbox starter.rs: run_time_error (new is not written yet (todo!))
    ok  mailbox accepted/channel: accepted (exhaustive (1 spurious wake-up, 1 weak exchange failure, 1 early time-out), 158 executions)
    ok  mailbox accepted/counts_in_a_map: accepted (exhaustive (1 spurious wake-up, 1 weak exchange failure, 1 early time-out), 2026 executions)
    ok  mailbox accepted/two_condvars: accepted (exhaustive (1 spurious wake-up, 1 weak exchange failure, 1 early time-out), 682 executions)
    ok  mailbox busy_wait/looks_again: busy_wait (take() asks over and over while it waits)
    ok  mailbox deadlock/one_condvar: deadlock (put(2) waits for ever)
    ok  mailbox inconclusive/asks_for_a_terminal: inconclusive (scenarios: the checker does not support this: no method named `is_terminal` found for struct `Stdin` in the current scope (asks_for_a_terminal.rs:14))
    ok  mailbox livelock/waits_for_a_turn: livelock (take() asks the same for ever)
    ok  mailbox memory_leak/forgets_letters: memory_leak (3 blocks of memory left when everything was dropped)
    ok  mailbox not_linearizable/looks_then_takes: not_linearizable (take() = 1 beside take() = 1)
    ok  mailbox run_time_error/if_instead_of_while: run_time_error (take() panicked)
    ok  mailbox tampered/leaves_when_it_has_to_wait: tampered (the process left with exit code 0 before it was done)
    verified   1 problem, 12 submissions, each with its verdict
    ");
}

#[test]
fn who_waits_for_ever_is_named_with_the_place() {
    let scene = Scene::sharing_the_cache();
    let report = report(&scene, "deadlock/one_condvar");
    assert_eq!(report["verdict"], "deadlock");
    assert_eq!(report["summary"], "put(2) waits for ever");
    let finding = &scenarios(&report)["findings"][0];
    assert_eq!(finding["case"], "who waits is woken");
    assert_eq!(finding["place"]["line"], 23);
    let picture = &finding["interleaving"];
    let sentences = picture["sentences"].to_string();
    assert!(
        sentences.contains("thread 3: put(2) waits on changed (")
            && sentences.contains("and nobody will notify it; by now it has to come back."),
        "{sentences}"
    );
    let rows = picture["rows"].as_array().expect("a list");
    let waits = |row: &&Value| row["event"]["waits"]["object"] == "changed";
    assert_eq!(rows.iter().filter(waits).count(), 2, "{picture}");
    assert_eq!(picture["threads"].as_array().map(Vec::len), Some(3));
}

#[test]
fn two_calls_that_no_order_explains_are_named_with_what_could_have_been() {
    let scene = Scene::sharing_the_cache();
    let report = report(&scene, "not_linearizable/looks_then_takes");
    assert_eq!(report["verdict"], "not_linearizable");
    assert_eq!(report["summary"], "take() = 1 beside take() = 1");
    let check = scenarios(&report);
    let picture = &check["findings"][0]["interleaving"];
    let preemptions = match picture["preemptions"].as_u64().expect("a number") {
        1 => "1 preemption".to_owned(),
        many => format!("{many} preemptions"),
    };
    let executions = check["figures"]["exploration"]["executions"].as_u64();
    assert!(executions > Some(0), "{check}");
    let took = format!(
        "found with {preemptions}, {} execution",
        executions.unwrap_or(0)
    );
    let note = check["note"].as_str().expect("a note");
    assert!(note.starts_with(&took), "{note} and not {took}");
    let sentence = picture["sentences"][0].as_str().expect("a sentence");
    assert!(sentence.contains("could have answered 2"), "{sentence}");
}

/// A busy wait is none of the executions that were explored, and a process that is lost has not
/// told of its last ones.
#[test]
fn what_it_took_counts_the_executions_that_found_it() {
    let scene = Scene::sharing_the_cache();
    let note = |submission: &str| {
        let report = report(&scene, submission);
        let check = scenarios(&report);
        let figures = &check["figures"]["exploration"];
        let executions = figures["executions"].as_u64().expect("a number");
        let note = check["note"].as_str().expect("a note").to_owned();
        (note, executions)
    };
    let (found, explored) = note("busy_wait/looks_again");
    let none = format!("; explored: {explored} executions, no finding");
    let how = found.strip_suffix(&none);
    assert_eq!(
        how,
        Some("found with the call alone, in 1 execution"),
        "{found}"
    );
    let (found, told) = note("tampered/leaves_when_it_has_to_wait");
    assert_eq!(found, format!("found after {told} executions"));
}

#[test]
fn an_interleaving_is_run_again_and_after_an_edit_every_order_of_its_scenario() {
    let scene = Scene::sharing_the_cache();
    let submissions = place("tests/fixtures/scenarios/mailbox/submissions");
    scene.take(format!("{submissions}/deadlock/one_condvar.rs").as_ref());
    let problems = problems();
    let judge = |arguments: &[&str]| -> Value {
        let common = ["--format", "json", "--problems", &problems];
        let ran = scene.run(&[arguments, &common[..]].concat());
        serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr))
    };
    let found = judge(&["submit", "--fresh", "mailbox", "one_condvar.rs"]);
    let id = found["id"].as_str().expect("an id");
    let again = judge(&["replay", id]);
    assert_eq!(again["verdict"], "deadlock");
    let shown = |report: &Value, check: usize| {
        report["checks"][check]["findings"][0]["interleaving"].clone()
    };
    assert_eq!(shown(&again, 0), shown(&found, 1), "exactly the same order");

    let right = fs::read_to_string(format!("{submissions}/accepted/two_condvars.rs"));
    scene.write("one_condvar.rs", &right.expect("a source"));
    let mended = judge(&["replay", id]);
    assert_eq!(mended["verdict"], "accepted");
    let as_test = scene.run(&["replay", id, "--as-test", "--problems", &problems]);
    assert_eq!(as_test.code, 2, "{}", as_test.stdout);
}

/// It is compiled for the explorer while its cases are run. They find that it is wrong, and nobody
/// waits for that program any more.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_is_called_off_leaves_no_process_and_no_folder() {
    let scene = Scene::sharing_the_cache();
    let right = place("tests/fixtures/scenarios/mailbox/submissions/accepted/two_condvars.rs");
    let right = fs::read_to_string(right).expect("a source");
    scene.write("last_first.rs", &right.replace("pop_front", "pop_back"));
    let temporary = scene.work().join("temporary");
    fs::create_dir(&temporary).expect("a folder");
    let output = scene
        .command("")
        .env("TMPDIR", &temporary)
        .args(["submit", "--fresh", "mailbox", "last_first.rs"])
        .args(["--problems", &problems()])
        .output()
        .expect("it runs");
    let ran = Ran::new(&output);
    assert!(ran.verdict().starts_with("wrong_answer"), "{}", ran.stdout);
    let left: Vec<_> = fs::read_dir(&temporary).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?}");
    let name = temporary.to_str().expect("it is UTF-8").as_bytes();
    for process in fs::read_dir("/proc").expect("a list").flatten() {
        let command = fs::read(process.path().join("cmdline")).unwrap_or_default();
        let is_of_it = command.windows(name.len()).any(|part| part == name);
        assert!(!is_of_it, "{}", String::from_utf8_lossy(&command));
    }
}

#[test]
fn what_was_covered_is_counted() {
    let scene = Scene::sharing_the_cache();
    let report = report(&scene, "accepted/two_condvars");
    assert_eq!(report["verdict"], "accepted");
    let check = scenarios(&report);
    let note = check["note"].as_str().expect("a note");
    let faults = "1 spurious wake-up, 1 weak exchange failure, 1 early time-out";
    assert!(
        note.starts_with(&format!("exhaustive ({faults}), ")),
        "{note}"
    );
    let figures = &check["figures"]["exploration"];
    assert_eq!(figures["is_exhaustive"], true);
    let kits = fs::read_dir(scene.cache().join("kits")).expect("the kits");
    let has_found_a_bug = |kit: fs::DirEntry| {
        let is_explorer = kit.file_name().to_string_lossy().starts_with("explorer-");
        is_explorer && kit.path().join("canary").exists()
    };
    assert!(
        kits.flatten().any(has_found_a_bug),
        "it was never put to the test"
    );
    // The lock and both condition variables.
    assert_eq!(figures["shared_objects"], 3);
    assert!(figures["executions"].as_u64() > Some(100), "{figures}");
}

#[test]
fn what_the_stand_in_lacks_is_said_and_never_counts_as_passed() {
    let scene = Scene::sharing_the_cache();
    let report = report(&scene, "inconclusive/asks_for_a_terminal");
    assert_eq!(report["verdict"], "inconclusive");
    let check = scenarios(&report);
    assert_eq!(check["status"], "inconclusive");
    assert_eq!(check["passed"], 0);
    let note = check["note"].as_str().expect("a note");
    assert!(
        note.starts_with("the checker does not support this: "),
        "{note}"
    );
    assert!(note.ends_with("asks_for_a_terminal.rs:14)"), "{note}");
}

/// What is wrong with these is found by no scenario that is written.
#[test]
fn generated_scenarios_find_what_nobody_wrote_down() {
    let scene = Scene::sharing_the_cache();
    let problems = place("tests/fixtures/generated");
    let ran = scene.run(&["problem", "verify", "--problems", &problems, "counter"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

/// In `desk` the lines of a case have turns: who comes first is served first.
#[test]
fn in_a_case_with_threads_each_line_has_its_turn() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "--problems", &problems(), "desk"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r"
    ok  desk starter.rs: run_time_error (new is not written yet (todo!))
    ok  desk accepted/numbered: accepted (exhaustive (1 spurious wake-up, 1 weak exchange failure, 1 early time-out), 22 executions)
    ok  desk deadlock/calls_nobody: deadlock (enter() waits for ever)
    ok  desk not_linearizable/lets_anybody_in: not_linearizable (b: enter() comes back where it has to wait)
    verified   1 problem, 4 submissions, each with its verdict
    ");
}

/// Cargo has no crate from outside, and gets none: nobody is accused, and nobody passes.
#[test]
fn where_no_registry_is_reached_scenarios_are_left_open() {
    let scene = Scene::new();
    let home = scene.work().join("cargo-home");
    fs::create_dir(&home).expect("a folder");
    let problems = problems();
    for submission in ["accepted/two_condvars", "deadlock/one_condvar"] {
        let file = format!("{problems}/mailbox/submissions/{submission}.rs");
        let output = scene
            .command("")
            .args(["submit", "--fresh", "--format", "json"])
            .args(["--problems", &problems, "mailbox", &file])
            .env("CARGO_HOME", &home)
            .env("CARGO_NET_OFFLINE", "true")
            .output()
            .expect("it runs");
        let ran = Ran::new(&output);
        assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        assert_eq!(report["verdict"], "inconclusive", "{submission}");
        let check = scenarios(&report);
        assert_eq!(check["status"], "inconclusive");
        assert_eq!(check["passed"], 0);
        let note = check["note"].as_str().expect("a note");
        assert!(
            note.starts_with("the explorer cannot be built on this machine: ")
                && note.contains("`greenroom setup`"),
            "{note}"
        );
    }
}
