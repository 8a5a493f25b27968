//! The forms that results are written in.

use super::{ALL, check, document, repositories};
use crate::support::Ran;
use std::fs;

#[test]
fn hidden_cases_are_not_told() {
    let scene = repositories();
    let told = |reveal: &str| {
        let ran = check(&scene, &["--reveal", reveal, "--json", "r.json"]);
        assert_eq!(ran.code, 1);
        document(&scene, "r.json").to_string()
    };
    assert!(told("shrunk").contains("\"wrong\":"));
    for reveal in ["samples", "none"] {
        assert!(!told(reveal).contains("\"wrong\":"), "{reveal}");
    }
}

#[test]
fn githubs_runner_gets_annotations_and_a_summary() {
    let scene = repositories();
    let output = scene
        .command("")
        .args(ALL)
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_STEP_SUMMARY", scene.work().join("summary.md"))
        .output()
        .expect("it runs");
    let ran = Ran::new(&output);
    assert_eq!(ran.code, 1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let token = lines[0].strip_prefix("::stop-commands::").expect("a guard");
    let end = lines
        .iter()
        .position(|line| *line == format!("::{token}::"))
        .expect("its end");
    let (guarded, commands) = lines.split_at(end + 1);
    assert!(guarded.iter().any(|line| line.starts_with("failed   ")));
    assert!(
        commands
            .iter()
            .all(|line| line.starts_with("::error file=repos/")),
        "{commands:?}"
    );
    assert_eq!(commands.len(), 2);
    let carol = commands
        .iter()
        .find(|line| line.contains("carol"))
        .expect("hers");
    assert!(
        carol.contains("file=repos/carol/one/src/lib.rs,line=1,"),
        "{carol}"
    );
    let summary = fs::read_to_string(scene.work().join("summary.md")).expect("a summary");
    assert!(summary.contains("| bob | wrong&#95;answer |"), "{summary}");
}
