//! Judging from end to end.

use crate::support::{Scene, repository};
use serde_json::Value;
use std::fs;
use std::process::Command;

const ACCEPTED: &str = "problems/lru-cache/submissions/accepted/index_links.rs";
const WRONG: &str = "problems/lru-cache/submissions/wrong_answer/get_does_not_touch.rs";

/// A scene with a shipped submission in `mine.rs`.
fn with(submission: &str) -> Scene {
    let scene = Scene::judging();
    scene.write("mine.rs", &repository(submission));
    scene
}

#[test]
fn a_right_submission_is_accepted() {
    let ran = with(ACCEPTED).run(&["submit", "lru-cache", "mine.rs"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.last_line().starts_with("accepted   lru-cache"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr.contains("   Compiling lru-cache ("),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_wrong_answer_is_shown_call_by_call() {
    let ran = with(WRONG).run(&["submit", "lru-cache", "mine.rs"]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.last_line().starts_with("wrong_answer   lru-cache"),
        "{}",
        ran.stdout
    );
    for words in ["new(2)", "want ", "got ", "\nnext: "] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn what_does_not_compile_gets_the_compilers_words_at_its_own_line() {
    let scene = Scene::judging();
    let broken = repository(ACCEPTED).replacen("-> usize {", "-> usize { \"no\";", 1);
    let broken = broken.replacen("pub fn len(&self)", "pub fn len(&self, _: Nothing)", 1);
    let line = 1 + broken
        .lines()
        .position(|line| line.contains("Nothing"))
        .unwrap();
    scene.write("mine.rs", &broken);
    let ran = scene.run(&["submit", "lru-cache", "mine.rs"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains(&format!("--> mine.rs:{line}:")),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("cannot find type `Nothing`"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.last_line().starts_with("compile_error   lru-cache"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_contract_that_is_not_met_is_told_as_asked_for_and_found() {
    let scene = with("problems/lru-cache/submissions/compile_error/put_is_called_insert.rs");
    let ran = scene.run(&["submit", "lru-cache", "mine.rs"]);
    assert_eq!(ran.code, 1);
    for words in ["asked for:", "found:", "fn insert"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    assert!(
        ran.last_line().starts_with("compile_error   lru-cache"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_word_that_is_not_allowed_is_rejected_at_its_line() {
    let scene = Scene::judging();
    scene.write(
        "mine.rs",
        &format!("{}\n#[no_mangle]\npub fn x() {{}}\n", repository(ACCEPTED)),
    );
    let ran = scene.run(&["submit", "lru-cache", "mine.rs"]);
    assert_eq!(ran.code, 1);
    let line = repository(ACCEPTED).lines().count() + 2;
    let last = ran.last_line();
    assert!(last.starts_with("rejected   lru-cache"), "{last}");
    assert!(last.contains(&format!("mine.rs:{line}")), "{last}");
}

#[test]
fn the_starter_is_not_written_yet() {
    let scene = with("problems/lru-cache/starter.rs");
    let ran = scene.run(&["test", "lru-cache", "mine.rs"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.last_line().contains("is not written yet (todo!)"),
        "{}",
        ran.stdout
    );
}

#[test]
fn samples_alone_never_earn_the_bare_word() {
    let ran = with(ACCEPTED).run(&["test", "lru-cache", "mine.rs"]);
    assert_eq!(ran.code, 0);
    let last = ran.last_line();
    assert!(
        last.starts_with("accepted (samples only)   4 of 21 cases"),
        "{last}"
    );
}

#[test]
fn a_crate_of_several_modules_is_judged() {
    let scene = Scene::judging();
    fs::create_dir_all(scene.work().join("mine/src/deep")).unwrap();
    scene.write(
        "mine/src/lib.rs",
        "mod deep;\npub use deep::cache::LruCache;\n",
    );
    scene.write("mine/src/deep/mod.rs", "pub mod cache;\n");
    scene.write("mine/src/deep/cache.rs", &repository(ACCEPTED));
    let ran = scene.run(&["submit", "lru-cache", "mine"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
}

#[test]
fn a_started_crate_is_solved_tested_and_submitted() {
    let scene = Scene::judging();
    assert_eq!(scene.run(&["start", "lru-cache"]).code, 0);
    scene.write("lru-cache/src/lib.rs", &repository(ACCEPTED));
    let tests = Command::new("cargo")
        .args(["test", "--offline", "--quiet"])
        .current_dir(scene.work().join("lru-cache"))
        .env("CARGO_TARGET_DIR", scene.work().join("target"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&tests.stdout);
    assert!(tests.status.success(), "{said}");
    assert!(said.contains("4 passed"), "{said}");
    let ran = scene.run_in("lru-cache", &["submit"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    assert!(
        ran.last_line().contains("submission 1"),
        "{}",
        ran.last_line()
    );
}

#[test]
fn the_document_of_a_judgement_is_valid() {
    let scene = with(WRONG);
    let ran = scene.run(&["--format", "json", "submit", "lru-cache", "mine.rs"]);
    assert_eq!(ran.code, 1);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["verdict"], "wrong_answer");
    scene.write("report.json", &ran.stdout);
    let ran = scene.run(&["report", "validate", "report.json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

#[test]
fn what_was_judged_before_is_known() {
    let scene = with(ACCEPTED);
    scene.write(
        "mine.rs",
        &format!("// Nobody else judges this.\n{}", repository(ACCEPTED)),
    );
    let first = scene.run(&["submit", "lru-cache", "mine.rs"]);
    assert!(
        !first.stdout.contains("(known already)"),
        "{}",
        first.stdout
    );
    let second = scene.run(&["submit", "lru-cache", "mine.rs"]);
    assert_eq!(second.code, 0);
    assert!(
        second.last_line().ends_with("(known already)"),
        "{}",
        second.stdout
    );
    let fresh = scene.run(&["submit", "lru-cache", "mine.rs", "--fresh"]);
    assert!(
        !fresh.stdout.contains("(known already)"),
        "{}",
        fresh.stdout
    );
}

#[test]
fn a_plan_names_the_checks_and_runs_nothing() {
    let scene = Scene::new();
    let ran = scene.run(&["plan", "lru-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for words in [
        "lru-cache, stage 1",
        "samples (4)",
        "a read protects an entry",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    assert!(!scene.cache().exists());
}

#[test]
fn a_kept_crate_is_one_that_cargo_builds() {
    let ran = with(ACCEPTED).run(&["test", "lru-cache", "mine.rs", "--keep"]);
    let kept = ran
        .stderr
        .lines()
        .find_map(|line| line.trim().strip_prefix("Kept "))
        .expect("it says where")
        .to_owned();
    let built = Command::new("cargo")
        .args(["build", "--offline", "--quiet"])
        .current_dir(&kept)
        .output()
        .unwrap();
    fs::remove_dir_all(&kept).unwrap();
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{said}");
}

#[test]
fn a_package_is_verified_with_its_submissions() {
    let scene = Scene::judging();
    let ran = scene.run(&["problem", "verify", "deploy-order"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let last = ran.last_line();
    assert!(last.starts_with("verified   1 problem"), "{last}");
    assert!(
        ran.stdout
            .contains("ok  deploy-order run_time_error/recursive_search: run_time_error")
    );
}
