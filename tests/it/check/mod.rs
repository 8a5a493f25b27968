//! `check`: judging trees of solutions.

#[cfg(unix)]
mod alone;
mod conditions;
mod known;
mod many;
mod outputs;
mod page;

use crate::support::{Ran, Scene, repository};
use serde_json::Value;
use std::fs;

const RIGHT: &str = "problems/deploy-order/submissions/accepted/kahn.rs";
const WRONG: &str = "problems/deploy-order/submissions/wrong_answer/repeated_need.rs";

/// Repositories of three people: right, wrong, and one that does not compile.
fn repositories() -> Scene {
    let scene = Scene::sharing_the_cache();
    solution(
        &scene,
        "repos/alice/one",
        "deploy-order",
        &repository(RIGHT),
    );
    solution(&scene, "repos/bob/one", "deploy-order", &repository(WRONG));
    solution(
        &scene,
        "repos/carol/one",
        "deploy-order",
        "pub fn broken() -> u32 {}\n",
    );
    scene
}

fn solution(scene: &Scene, folder: &str, problem: &str, text: &str) {
    fs::create_dir_all(scene.work().join(folder).join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"one\"\nedition = \"2024\"\n\n\
         [package.metadata.greenroom]\nproblem = \"{problem}\"\nstage = 1\n"
    );
    scene.write(&format!("{folder}/Cargo.toml"), &manifest);
    scene.write(&format!("{folder}/src/lib.rs"), text);
}

const ALL: [&str; 4] = ["check", "repos/alice", "repos/bob", "repos/carol"];

fn check(scene: &Scene, more: &[&str]) -> Ran {
    let arguments: Vec<&str> = ALL.iter().chain(more).copied().collect();
    scene.run(&arguments)
}

/// A line for each unit: owner, problem and what came of it.
fn words(document: &Value) -> Vec<String> {
    let units = document["units"].as_array().expect("units");
    let word = |unit: &Value| {
        let outcome = &unit["outcome"];
        let verdict = outcome["judged"]["verdict"].as_str();
        let other = || {
            outcome
                .as_str()
                .map(str::to_owned)
                .unwrap_or_else(|| outcome.to_string())
        };
        let word = verdict.map_or_else(other, str::to_owned);
        format!(
            "{} {} {word}",
            unit["owner"].as_str().expect("a name"),
            unit["problem"].as_str().expect("a name")
        )
    };
    units.iter().map(word).collect()
}

fn document(scene: &Scene, file: &str) -> Value {
    let text = fs::read_to_string(scene.work().join(file)).expect("a document");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn every_solution_is_judged_and_anything_but_accepted_fails() {
    let scene = repositories();
    let files = [
        "--json", "r.json", "--junit", "j.xml", "--html", "r.html", "--csv", "t.csv",
    ];
    let ran = check(&scene, &files);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.verdict()
            .starts_with("failed   1 accepted, 1 wrong_answer, 1 compile_error"),
        "{}",
        ran.stdout
    );
    assert_eq!(
        words(&document(&scene, "r.json")),
        [
            "alice deploy-order accepted",
            "bob deploy-order wrong_answer",
            "carol deploy-order compile_error"
        ]
    );
    assert_eq!(scene.run(&["report", "validate", "r.json"]).code, 0);
    let text = |file: &str| fs::read_to_string(scene.work().join(file)).expect("a file");
    assert_eq!(text("t.csv").lines().count(), 4);
    assert!(
        text("j.xml").contains("tests=\"3\" skipped=\"0\" errors=\"0\" failures=\"2\"")
            || text("j.xml").contains("failures=\"2\" errors=\"0\"")
    );
    assert!(text("r.html").contains("wrong_answer"));

    let again = check(&scene, &[]);
    assert!(
        again.verdict().contains("3 known already"),
        "{}",
        again.stdout
    );
    let allowed = check(&scene, &["--allow", "wrong_answer,compile_error"]);
    assert_eq!(allowed.code, 0, "{}", allowed.stdout);
}

#[test]
fn what_is_required_and_not_there_is_missing() {
    let scene = repositories();
    let ran = check(
        &scene,
        &["--require", "deploy-order,lru-cache", "--json", "r.json"],
    );
    assert_eq!(ran.code, 1);
    let words = words(&document(&scene, "r.json"));
    assert!(
        words.contains(&"alice lru-cache missing".to_owned()),
        "{words:?}"
    );
    assert_eq!(words.len(), 6);
    let ran = check(&scene, &["--require", "lru-cahce"]);
    assert!(ran.stderr.contains("`lru-cache`"), "{}", ran.stderr);
}

#[test]
fn the_tree_cannot_weaken_its_judging() {
    let scene = Scene::sharing_the_cache();
    solution(&scene, "tree/one", "deploy-order", &repository(WRONG));
    fs::create_dir_all(scene.work().join("tree/one/.cargo")).unwrap();
    scene.write(
        "tree/one/.cargo/config.toml",
        "[build]\nrustc-wrapper = \"/bin/true\"\n",
    );
    scene.write("tree/one/build.rs", "fn main() { panic!() }\n");
    scene.write("tree/greenroom.toml", "allow = [\"wrong_answer\"]\n");
    scene.write(
        "tree/rust-toolchain.toml",
        "[toolchain]\nchannel = \"1.0.0\"\n",
    );
    let ran = scene.run_in("tree", &["check"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert!(
        ran.verdict().starts_with("failed   1 wrong_answer"),
        "{}",
        ran.stdout
    );
    for file in [
        ".cargo/config.toml",
        "build.rs",
        "greenroom.toml",
        "rust-toolchain.toml",
    ] {
        assert!(
            ran.stdout.contains(&format!("`{file}` has no effect here")),
            "{file}"
        );
    }
}

#[test]
fn nothing_to_judge_has_its_own_exit_code() {
    let scene = Scene::new();
    fs::create_dir(scene.work().join("empty")).unwrap();
    let ran = scene.run(&["check", "empty"]);
    assert_eq!(ran.code, 4);
    assert!(
        ran.stderr.starts_with("error: no submission below empty"),
        "{}",
        ran.stderr
    );
}

#[test]
fn parts_make_the_whole() {
    let scene = repositories();
    assert_eq!(check(&scene, &["--json", "whole.json"]).code, 1);
    let parts = ["1", "2", "3"].map(|index| {
        let file = format!("p{index}.json");
        check(
            &scene,
            &["--partition", &format!("{index}/3"), "--json", &file],
        );
        file
    });
    let merge = |files: &[&String]| {
        let mut arguments = vec!["report", "merge", "--json", "merged.json"];
        arguments.extend(files.iter().map(|file| file.as_str()));
        scene.run(&arguments)
    };
    let [one, two, three] = &parts;
    let ran = merge(&[one, two, three]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    assert_eq!(
        words(&document(&scene, "merged.json")),
        words(&document(&scene, "whole.json"))
    );
    let gap = merge(&[one, three]);
    assert_eq!(gap.code, 2);
    assert!(gap.stderr.contains("2/3 is missing"), "{}", gap.stderr);
    let twice = merge(&[one, two, two, three]);
    assert!(
        twice.stderr.contains("2/3 is there twice"),
        "{}",
        twice.stderr
    );
    scene.write(
        "mixed.json",
        &fs::read_to_string(scene.work().join(two))
            .unwrap()
            .replace("\"strength\": \"full\"", "\"strength\": \"none\"")
            .replace("\"strength\": \"partial\"", "\"strength\": \"none\""),
    );
    let mixed = merge(&[one, &"mixed.json".to_owned(), three]);
    assert!(
        mixed.stderr.contains("different sandboxes"),
        "{}",
        mixed.stderr
    );
}
