//! Submissions that do harm: the judge lives on and says what they did.

use crate::support::{
    Ran, Scene, copy, every_text, files, harmless, judged, place, repository, right_counter,
};
use serde_json::Value;
use std::path::Path;

/// Judges a file of `tests/fixtures/hostile`. The problem's limits are short.
fn submit_in(scene: &Scene, name: &str, flags: &[&str]) -> Ran {
    let problems = judged();
    let file = place(&format!("tests/fixtures/hostile/{name}.rs"));
    let arguments = ["submit", "--problems", &problems, "counter", &file];
    scene.run(&[&arguments, flags].concat())
}

/// The verdict with its summary, and the report.
fn judge(name: &str) -> (String, Value) {
    let scene = Scene::sharing_the_cache();
    let ran = submit_in(&scene, name, &["--fresh"]);
    assert_eq!(ran.code, 1, "{name}: {}{}", ran.stdout, ran.stderr);
    let json = submit_in(&scene, name, &["--format", "json"]);
    let report: Value = serde_json::from_str(&json.stdout).expect("a report");
    (ran.verdict().to_owned(), report)
}

/// Whether the submission gets the verdict and the reason.
#[track_caller]
fn gets(name: &str, verdict: &str, reason: Option<&str>) {
    let (line, report) = judge(name);
    assert_eq!(line, verdict);
    assert_eq!(report["reason"].as_str(), reason);
}

#[test]
fn printing_a_gigabyte_exceeds_the_output_limit() {
    gets(
        "prints_a_gigabyte",
        "output_limit_exceeded   counter   add(1): more than 64 KiB printed",
        None,
    );
}

#[test]
fn a_panic_in_drop_is_a_run_time_error() {
    gets(
        "panics_in_drop",
        "run_time_error   counter   dropping what was made panicked",
        Some("drop_panic"),
    );
}

#[test]
fn leaving_with_success_is_tampering() {
    gets(
        "exits_in_new",
        "tampered   counter   new(0): the process left with exit code 0 before it was done",
        Some("early_exit"),
    );
}

#[test]
fn leaving_after_the_last_answer_is_tampering_too() {
    gets(
        "exits_in_drop",
        "tampered   counter   while dropping what was made: the process left with exit code 0 \
         before it was done",
        Some("early_exit"),
    );
}

#[test]
fn a_forged_reply_is_tampering() {
    let (line, report) = judge("forges_a_reply");
    // Its frame is read alone, or together with the one that follows: the kernel decides.
    assert!(
        line.starts_with(
            "tampered   counter   add(1): what the process sent is not part of the protocol: "
        ),
        "{line}"
    );
    assert_eq!(report["reason"], "forged");
}

#[test]
fn computing_for_ever_exceeds_the_time_limit() {
    gets(
        "never_returns",
        "time_limit_exceeded   counter   add(1): 200 ms of CPU time used",
        Some("cpu_time"),
    );
}

#[test]
fn sleeping_for_ever_is_a_deadlock() {
    let verdict = within_300_ms("sleeps_for_ever");
    assert!(
        verdict.starts_with("deadlock   counter   add(1): "),
        "{verdict}"
    );
}

#[test]
fn asking_again_and_again_exceeds_the_time_on_the_clock() {
    let verdict = within_300_ms("asks_again_and_again");
    assert!(
        verdict.starts_with("time_limit_exceeded   counter   add(1): "),
        "{verdict}"
    );
    assert!(verdict.ends_with(": no answer after 300 ms"), "{verdict}");
}

/// The verdict on a file of `tests/fixtures/hostile` that has little time on the clock.
fn within_300_ms(name: &str) -> String {
    let scene = Scene::sharing_the_cache();
    let counter = scene.work().join("packages/counter");
    copy(Path::new(&place("tests/fixtures/judged/counter")), &counter);
    let manifest = repository("tests/fixtures/judged/counter/problem.toml");
    let manifest = manifest.replace("wall = \"10s\"", "wall = \"300ms\"");
    scene.write("packages/counter/problem.toml", &manifest);
    let file = place(&format!("tests/fixtures/hostile/{name}.rs"));
    let ran = scene.run(&[
        "submit",
        "--fresh",
        "--problems",
        "packages",
        "counter",
        &file,
    ]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    ran.verdict().to_owned()
}

#[test]
fn recursion_without_end_overflows_the_stack() {
    gets(
        "recurses_for_ever",
        "run_time_error   counter   add(1): the stack of 256 KiB overflowed",
        Some("stack_overflow"),
    );
}

#[test]
fn an_abort_is_a_run_time_error() {
    gets(
        "aborts",
        "run_time_error   counter   add(1): the process aborted",
        Some("abort"),
    );
}

#[test]
fn a_signal_is_a_run_time_error() {
    gets(
        "reads_address_zero",
        "run_time_error   counter   add(1): the process was killed by signal 11 \
         (segmentation fault)",
        Some("signal"),
    );
}

#[test]
fn memory_without_end_exceeds_the_memory_limit() {
    gets(
        "allocates_without_end",
        "memory_limit_exceeded   counter   add(1): more than 64 MiB of memory asked for",
        None,
    );
}

#[test]
fn state_that_leaks_between_instances_is_named() {
    let (line, report) = judge("keeps_a_static");
    assert_eq!(line, "wrong_answer   counter   add(0) after 1 call");
    assert_eq!(report["reason"], "leaks_between_instances");
    let finding = &report["checks"][1]["findings"][0];
    assert_eq!(finding["case"], "it begins where it is told");
    let details = finding["details"][0].as_str().unwrap();
    assert!(
        details.contains("kept from one instance to the next"),
        "{details}"
    );
}

#[test]
fn hostile_text_is_harmless_when_it_arrives() {
    let scene = Scene::sharing_the_cache();
    for color in ["never", "always"] {
        let ran = submit_in(
            &scene,
            "panics_with_escapes",
            &["--fresh", "--color", color],
        );
        assert_eq!(ran.code, 1);
        assert!(
            ran.stdout.contains("<U+202E>desrever<U+202C><U+200B>"),
            "{}",
            ran.stdout
        );
        assert!(ran.stdout.len() < 64 << 10, "{} bytes", ran.stdout.len());
        let plain = without_styles(&ran.stdout);
        harmless(&plain);
        // What looks like a verdict, or a command to a CI service, is at no line's start.
        let verdict = plain.lines().last().unwrap();
        assert_eq!(verdict, "run_time_error   counter   add(1) after 1 call");
        for line in plain.lines() {
            assert!(!line.starts_with("accepted"), "{plain}");
            assert!(!line.trim_start().starts_with("::"), "{plain}");
        }
        harmless(&without_styles(&ran.stderr));
    }
    let json = submit_in(&scene, "panics_with_escapes", &["--format", "json"]);
    assert!(json.stdout.len() < 64 << 10, "{} bytes", json.stdout.len());
    every_text(&serde_json::from_str(&json.stdout).unwrap(), &harmless);
    let kept = files(&scene.data());
    for (path, bytes) in &kept {
        assert!(bytes.len() < 64 << 10, "{}", path.display());
        harmless(std::str::from_utf8(bytes).unwrap());
    }
    assert!(kept.len() >= 3, "every report is kept");
}

/// The text without the styles that the judge itself sets: `ESC [ digits m`.
fn without_styles(text: &str) -> String {
    let mut plain = String::new();
    let mut parts = text.split("\u{1b}[");
    plain.push_str(parts.next().expect("the first part"));
    for part in parts {
        let end = part
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .expect("a style ends");
        assert_eq!(&part[end..=end], "m", "only styles: {part:?}");
        plain.push_str(&part[end + 1..]);
    }
    plain
}

/// What is printed is cut, and shown for samples alone.
#[test]
fn what_is_printed_in_hidden_cases_is_shown_nowhere() {
    let (_, report) = judge("prints_and_is_wrong");
    let checks = report["checks"].as_array().expect("checks");
    let findings: Vec<&Value> = checks
        .iter()
        .flat_map(|check| check["findings"].as_array().expect("findings"))
        .collect();
    let (samples, hidden): (Vec<&Value>, Vec<&Value>) = findings
        .into_iter()
        .partition(|finding| finding["sample"] == true);
    assert!(!samples.is_empty() && !hidden.is_empty(), "{report}");
    for finding in samples {
        let printed = finding["printed"].as_str().expect("samples show it");
        assert!(printed.contains("overheard 1 in line 0"), "{printed}");
        assert!(printed.len() < 16 << 10, "{} bytes", printed.len());
    }
    for finding in hidden {
        assert!(!finding.to_string().contains("overheard"), "{finding}");
    }
}

#[test]
fn without_a_sandbox_every_word_says_so() {
    let scene = Scene::sharing_the_cache();
    let (problems, right) = (judged(), right_counter());
    let arguments = [
        "submit",
        "--fresh",
        "--sandbox",
        "none",
        "--problems",
        &problems,
        "counter",
        &right,
    ];
    let ran = scene.run(&arguments);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let exposed = "the submission can read and change everything that you can";
    assert!(ran.stderr.contains("sandbox none"), "{}", ran.stderr);
    assert!(ran.stderr.contains(exposed), "{}", ran.stderr);
    assert!(ran.stdout.contains("sandbox: none"), "{}", ran.stdout);
    let words: Vec<&str> = ran.stdout.split_whitespace().collect();
    assert!(words.join(" ").contains(exposed), "{}", ran.stdout);
    let json = scene.run(&[&arguments[..], &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&json.stdout).expect("a report");
    assert_eq!(report["sandbox"]["strength"], "none");
    let said = report["sandbox"]["exposed"][0].as_str().expect("words");
    assert!(said.contains(exposed), "{said}");
}
