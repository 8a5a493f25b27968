//! What judging and its gate depend on: time, seeds, how it was before.

use super::{WRONG, check, document, repositories, solution};
use crate::support::repository;
use std::fs;

#[test]
fn what_there_is_no_time_for_is_not_judged() {
    let scene = repositories();
    let budget = ["--budget-each", "0", "--fresh", "--json", "r.json"];
    let ran = check(&scene, &budget);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    for unit in document(&scene, "r.json")["units"]
        .as_array()
        .expect("units")
    {
        assert_eq!(
            unit["outcome"]["not_judged"]["why"],
            "the budget of 0 s for each submission was used up"
        );
    }
    assert_eq!(scene.run(&["report", "validate", "r.json"]).code, 0);
    // Nothing of it is taken for what is known.
    let whole = check(&scene, &[]);
    assert!(
        whole
            .verdict()
            .starts_with("failed   1 accepted, 1 wrong_answer, 1 compile_error"),
        "{}",
        whole.stdout
    );
    let none = check(&scene, &["--budget", "0"]);
    assert_eq!(none.code, 4, "{}", none.stdout);
    assert!(
        none.verdict().starts_with("failed   3 not_judged"),
        "{}",
        none.stdout
    );
}

#[test]
fn a_compiler_that_does_not_end_is_stopped_by_the_budget() {
    let scene = repositories();
    let endless = "#![allow(long_running_const_eval)]\n\
                   const _: () = { let mut i = 0_u64; while i < u64::MAX { i += 1 } };\n";
    scene.write("repos/alice/one/src/lib.rs", endless);
    let arguments = ["check", "repos/alice", "--budget-each", "1"];
    let ran = scene.run(&[&arguments[..], &["--json", "r.json"]].concat());
    assert_eq!(ran.code, 4, "{}{}", ran.stdout, ran.stderr);
    let outcome = &document(&scene, "r.json")["units"][0]["outcome"];
    assert_eq!(
        outcome["not_judged"]["why"],
        "the budget of 1 s for each submission was used up"
    );
    // With no budget it is the compiler that gives up.
    let ran = scene.run(&["check", "repos/alice", "--json", "r.json"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let outcome = &document(&scene, "r.json")["units"][0]["outcome"];
    assert_eq!(outcome["judged"]["reason"], "compiler_limit", "{outcome}");
}

#[test]
fn a_secret_seed_is_used_and_not_told() {
    let scene = repositories();
    scene.write("seed", "a secret of the staff\n");
    let all = [
        "--seed-file",
        "seed",
        "--reveal",
        "shrunk",
        "--json",
        "r.json",
        "--junit",
        "j.xml",
        "--html",
        "r.html",
        "--csv",
        "t.csv",
        "--github",
        "always",
    ];
    let ran = check(&scene, &all);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let secret = document(&scene, "r.json");
    let mark = secret["seed"]["secret"]["mark"].as_str().expect("a mark");
    for unit in secret["units"].as_array().expect("units") {
        assert!(unit["outcome"]["judged"]["seed"].is_null());
    }
    for file in ["r.json", "j.xml", "r.html", "t.csv"] {
        let text = fs::read_to_string(scene.work().join(file)).expect("a file");
        assert!(!text.contains("a secret of the staff"), "{file}");
    }
    let again = check(&scene, &all);
    assert!(again.stdout.contains("3 known already"), "{}", again.stdout);

    // Another one is another judging: it says nothing about the first.
    scene.write("other", "another secret of theirs\n");
    let baseline = [
        "--seed-file",
        "other",
        "--json",
        "o.json",
        "--baseline",
        "r.json",
    ];
    let ran = check(&scene, &baseline);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(
        ran.stdout.contains("judged with another seed"),
        "{}",
        ran.stdout
    );
    assert_ne!(document(&scene, "o.json")["seed"]["secret"]["mark"], mark);

    scene.write("short", "42\n");
    scene.write("repos/alice/seed", "a secret of the staff\n");
    for (file, why) in [
        ("short", "does not have 16 to 4096 bytes"),
        ("repos/alice/seed", "lies in the tree"),
        ("none", "cannot read the seed file"),
    ] {
        let ran = check(&scene, &["--seed-file", file]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
}

#[test]
fn beside_a_baseline_only_what_got_worse_fails() {
    let scene = repositories();
    assert_eq!(check(&scene, &["--json", "before.json"]).code, 1);
    let same = check(&scene, &["--baseline", "before.json"]);
    assert_eq!(same.code, 0, "{}", same.stdout);
    solution(
        &scene,
        "repos/alice/one",
        "deploy-order",
        &repository(WRONG),
    );
    let worse = check(&scene, &["--baseline", "before.json"]);
    assert_eq!(worse.code, 1, "{}", worse.stdout);
    let before = fs::read_to_string(scene.work().join("before.json")).unwrap();
    let version =
        document(&scene, "before.json")["units"][0]["outcome"]["judged"]["problem"]["version"]
            .as_str()
            .unwrap()
            .to_owned();
    scene.write(
        "other.json",
        &before.replace(&version, &"0".repeat(version.len())),
    );
    let other = check(&scene, &["--baseline", "other.json"]);
    assert_eq!(other.code, 0, "{}", other.stdout);
    assert!(
        other.stdout.contains("another version of the problem"),
        "{}",
        other.stdout
    );
}
