//! `replay`: what failed before, once more.

use crate::support::{Ran, Scene, judged, place, repository};
use serde_json::Value;

/// A submission that fails, one that does not, and what finds the failure.
struct Pair {
    slug: &'static str,
    submissions: String,
    wrong: &'static str,
    right: &'static str,
    check: &'static str,
}

fn run(scene: &Scene, pair: &Pair, words: &[&str]) -> Ran {
    let judged = judged();
    let problems = ["--problems", &judged];
    let own = pair.submissions.starts_with("problems/");
    scene.run(&[words, if own { &[] } else { &problems }].concat())
}

/// Submits the wrong one, makes it again, and makes the same check on the right one.
fn fails_and_then_passes(pair: &Pair) {
    let scene = Scene::sharing_the_cache();
    let source = |name: &str| repository(&format!("{}/{name}.rs", pair.submissions));
    scene.write("own.rs", &source(pair.wrong));
    let submit = ["submit", pair.slug, "own.rs", "--fresh", "--format", "json"];
    let ran = run(&scene, pair, &submit);
    let report: Value = serde_json::from_str(&ran.stdout)
        .unwrap_or_else(|_| panic!("{}{}", ran.stdout, ran.stderr));
    let id = report["id"].as_str().expect("a text");
    let verdict = report["verdict"].as_str().expect("a text");

    let again = run(&scene, pair, &["replay", id]);
    assert_eq!(again.code, 1, "{}{}", again.stdout, again.stderr);
    let still = format!("{verdict}   still   {}", pair.slug);
    assert!(again.verdict().starts_with(&still), "{}", again.stdout);
    // Nothing but that check was made.
    let name = format!("  {} ", pair.check);
    assert!(again.stdout.contains(&name), "{}", again.stdout);
    assert!(!again.stdout.contains("  cases "), "{}", again.stdout);

    scene.write("own.rs", &source(pair.right));
    let now = run(&scene, pair, &["replay", id]);
    assert_eq!(now.code, 0, "{}{}", now.stdout, now.stderr);
    assert!(now.verdict().starts_with("passes now   "), "{}", now.stdout);
    assert!(now.stdout.contains(&name), "{}", now.stdout);

    let test = run(&scene, pair, &["replay", id, "--as-test"]);
    assert_eq!(test.code, 2, "{}", test.stdout);
    assert!(
        test.stderr.contains("only the judge can find this"),
        "{}",
        test.stderr
    );
}

fn of_fixture(slug: &str) -> String {
    format!("tests/fixtures/judged/{slug}/submissions")
}

#[test]
fn a_score_is_played_for_again() {
    fails_and_then_passes(&Pair {
        slug: "balancer",
        submissions: of_fixture("balancer"),
        wrong: "below_threshold/all_to_one",
        right: "accepted/fnv",
        check: "probes",
    });
}

#[test]
fn a_test_of_the_package_is_run_again() {
    fails_and_then_passes(&Pair {
        slug: "gauge",
        submissions: of_fixture("gauge"),
        wrong: "wrong_answer/does_not_panic",
        right: "accepted/doubles",
        check: "tests",
    });
}

const CACHE: &str = "problems/lru-cache/submissions";

#[test]
fn growth_is_measured_again() {
    fails_and_then_passes(&Pair {
        slug: "lru-cache",
        submissions: CACHE.into(),
        wrong: "complexity_exceeded/deque_scan",
        right: "accepted/key_links",
        check: "growth hot",
    });
}

#[test]
fn a_workload_is_watched_again() {
    fails_and_then_passes(&Pair {
        slug: "lru-cache",
        submissions: CACHE.into(),
        wrong: "memory_leak/tickets_of_reads_pile_up",
        right: "accepted/key_links",
        check: "memory reads",
    });
}

#[test]
fn a_leak_is_looked_for_again() {
    fails_and_then_passes(&Pair {
        slug: "lru-cache",
        submissions: CACHE.into(),
        wrong: "memory_leak/links_own_each_other",
        right: "accepted/key_links",
        check: "heap",
    });
}

/// Counts one entry too few, but only if keys are as large as texts: no case on the problem's
/// own subject shows it, and its model knows nothing of texts.
#[test]
fn what_fails_on_another_subject_is_made_smaller_and_made_again() {
    let scene = Scene::sharing_the_cache();
    let right = repository("problems/lru-cache/submissions/accepted/key_links.rs");
    let length = "pub fn len(&self) -> usize {\n";
    assert!(right.contains(length), "{right}");
    let wrong = "    pub fn len(&self) -> usize {\n        \
                 let count = self.all();\n        \
                 count - usize::from(count > 1 && size_of::<K>() > 8)\n    }\n\n    \
                 fn all(&self) -> usize {\n";
    let source = right.replace(&format!("    {length}"), wrong);
    scene.write("own.rs", &source);
    let submit = [
        "submit",
        "lru-cache",
        "own.rs",
        "--fresh",
        "--format",
        "json",
    ];
    let ran = scene.run(&submit);
    let report: Value = serde_json::from_str(&ran.stdout)
        .unwrap_or_else(|_| panic!("{}{}", ran.stdout, ran.stderr));
    assert_eq!(report["verdict"], "wrong_answer", "{report}");
    let checks = report["checks"].as_array().expect("a list").iter();
    let mut findings = checks.flat_map(|check| check["findings"].as_array().expect("a list"));
    let finding = findings.next().expect("a finding");
    let calls = finding["transcript"].as_array().expect("a list");
    let names: Vec<&str> = calls
        .iter()
        .map(|step| step["call"].as_str().expect("a text"))
        .map(|call| call.split('(').next().expect("a name"))
        .collect();
    assert_eq!(names, ["new", "put", "put", "len"], "{finding}");
    assert_eq!(calls[3]["outcome"]["wrong"]["want"], "2", "{finding}");
    assert_eq!(finding["shrunk_from"], 9);
    assert!(finding["test"].is_string(), "{finding}");

    let id = report["id"].as_str().expect("a text");
    let again = scene.run(&["replay", id]);
    assert_eq!(again.code, 1, "{}{}", again.stdout, again.stderr);
    assert!(again.stdout.contains("want 2"), "{}", again.stdout);
    scene.write("own.rs", &right);
    let now = scene.run(&["replay", id]);
    assert_eq!(now.code, 0, "{}{}", now.stdout, now.stderr);
}

/// `counter` has neither a model nor a reference that could be asked.
#[test]
fn of_a_hidden_case_that_nobody_can_make_smaller_one_call_is_shown() {
    let scene = Scene::sharing_the_cache();
    let file = place("tests/fixtures/judged/counter/submissions/wrong_answer/forgets_the_start.rs");
    let problems = judged();
    let words = [
        "submit",
        "counter",
        &file,
        "--fresh",
        "--problems",
        &problems,
    ];
    let ran = scene.run(&words);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let start = ran.stdout.find("\n  it begins where").expect("a finding");
    let (finding, _) = ran.stdout[start + 1..]
        .split_once("\nnext: ")
        .expect("advice");
    insta::assert_snapshot!(finding.trim_end(), @r"
    it begins where it is told:
      x total()              want 5
                             got  0
    after 1 call of a hidden case, which is not shown
    ");
}
