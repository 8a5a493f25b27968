//! What is measured once everything is right: growth, memory and leaks.

use crate::support::{Ran, Scene, repository};
use serde_json::Value;

/// The source of a submission that comes with `lru-cache`.
fn source(path: &str) -> String {
    repository(&format!("problems/lru-cache/submissions/{path}.rs"))
}

/// Submits it as `own.rs`.
fn submit(scene: &Scene, source: &str, format: &str) -> Ran {
    scene.write("own.rs", source);
    let words = ["submit", "lru-cache", "own.rs", "--fresh", "--format"];
    scene.run(&[&words[..], &[format]].concat())
}

/// The report of a run with `--format json`.
fn report(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}{}", ran.stdout, ran.stderr))
}

fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let mut checks = report["checks"].as_array().expect("a list").iter();
    checks
        .find(|check| check["name"] == name)
        .unwrap_or_else(|| panic!("no {name} in {report}"))
}

#[test]
fn a_cache_that_walks_through_all_entries_grows_too_fast() {
    let scene = Scene::sharing_the_cache();
    let ran = submit(&scene, &source("complexity_exceeded/deque_scan"), "human");
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let verdict = ran.verdict();
    assert!(
        verdict.starts_with("complexity_exceeded   lru-cache   growth hot: slope "),
        "{verdict}"
    );
    // A row for each size, with this one and the reference apart at the largest.
    let row = |size: &str| {
        let begins = |line: &&str| line.trim_start().starts_with(&format!("{size} |"));
        let line = ran.stdout.lines().find(begins);
        line.unwrap_or_else(|| panic!("{}", ran.stdout)).to_owned()
    };
    let at = |size: &str, mark: char| row(size).find(mark).expect(size);
    assert!(at("512", '*') < at("2,048", '*'), "{}", ran.stdout);
    assert!(at("2,048", '*') < at("8,192", '*'), "{}", ran.stdout);
    assert!(at("8,192", '*') < at("32,768", '*'), "{}", ran.stdout);
    assert!(at("32,768", 'o') < at("32,768", '*'), "{}", ran.stdout);
    assert!(ran.stdout.contains("counted in_process"), "{}", ran.stdout);
}

#[test]
fn the_slope_of_a_walk_through_all_entries_is_near_one() {
    let scene = Scene::sharing_the_cache();
    let ran = submit(
        &scene,
        &source("complexity_exceeded/oldest_tick_searched"),
        "json",
    );
    let report = report(&ran);
    assert_eq!(report["verdict"], "complexity_exceeded");
    let figures = &check(&report, "growth hot")["figures"]["growth"];
    let number = |value: &Value| value.as_f64().expect("a number");
    let slope = number(&figures["slope"]["estimate"]);
    assert!((0.75..1.5).contains(&slope), "{figures}");
    let [low, high] = ["low", "high"].map(|end| number(&figures["slope"][end]));
    assert!(low <= slope && slope <= high, "{figures}");
    assert!(low > number(&figures["max_slope"]), "{figures}");
    // What it is compared with was measured in the same run and kept the limit.
    assert!(number(&figures["reference"]["high"]) <= number(&figures["max_slope"]));
    assert!(number(&figures["ratio"]) > 1.0, "{figures}");
    assert_eq!(check(&report, "memory reads")["status"], "not_run");
}

#[test]
fn entries_that_keep_each_other_alive_are_told_in_bytes_per_instance() {
    let scene = Scene::sharing_the_cache();
    let ran = submit(&scene, &source("memory_leak/links_own_each_other"), "human");
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let verdict = ran.verdict();
    let summary = verdict.strip_prefix("memory_leak   lru-cache   ");
    let bytes =
        summary.and_then(|summary| summary.strip_suffix(" per instance are not given back"));
    let bytes = bytes.unwrap_or_else(|| panic!("{verdict}"));
    assert!(
        ran.stdout
            .contains(&format!("{bytes} stay in use for each instance")),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("want nothing left"), "{}", ran.stdout);
}

#[test]
fn what_is_kept_of_every_read_makes_the_heap_grow() {
    let scene = Scene::sharing_the_cache();
    let ran = submit(
        &scene,
        &source("memory_leak/tickets_of_reads_pile_up"),
        "json",
    );
    let report = report(&ran);
    assert_eq!(report["verdict"], "memory_leak");
    assert_eq!(report["reason"], "heap_grows");
    let figures = &check(&report, "memory reads")["figures"]["memory"];
    let number = |name: &str| figures[name].as_u64().expect("a number");
    assert_eq!(number("steps"), 200_000);
    assert!(number("peak_bytes") - number("before_bytes") > number("max_bytes"));
    assert!(number("allocations") > 0);
}

#[test]
fn what_was_measured_is_told_of_an_accepted_submission_too() {
    let scene = Scene::sharing_the_cache();
    let ran = submit(&scene, &source("accepted/index_links"), "json");
    let report = report(&ran);
    assert_eq!(report["verdict"], "accepted", "{report}");
    assert_eq!(
        check(&report, "heap")["passed"],
        check(&report, "heap")["total"]
    );
    let growth = &check(&report, "growth hot")["figures"]["growth"];
    for point in growth["points"].as_array().expect("a list") {
        for name in ["size", "cpu_ns", "reference_cpu_ns", "peak_bytes"] {
            assert!(point[name].as_f64() > Some(0.0), "{point}");
        }
        assert!(point["allocations"].is_number(), "{point}");
    }
    assert!(growth["ratio"].as_f64() > Some(0.0), "{growth}");
    let memory = &check(&report, "memory reads")["figures"]["memory"];
    assert!(memory["peak_bytes"].as_u64() > Some(0), "{memory}");
    assert!(memory["allocations"].is_number(), "{memory}");
}

/// A limit of output is for one case. It must not add up over the many that a process serves,
/// nor over those that are made again to look at the heap.
#[test]
fn who_prints_within_the_limit_in_every_case_is_accepted() {
    let scene = Scene::sharing_the_cache();
    let constructor = "pub fn new(capacity: usize) -> Self {\n";
    let source = source("accepted/key_links");
    assert!(source.contains(constructor), "{source}");
    let prints = format!("{constructor}        print!(\"{{}}\", \" \".repeat(200_000));\n");
    let ran = submit(&scene, &source.replace(constructor, &prints), "json");
    let report = report(&ran);
    assert_eq!(report["verdict"], "accepted", "{report}");
}
