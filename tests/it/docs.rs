//! The documents say what is there.

use crate::support::repository;
use std::collections::BTreeSet;
use std::path::Path;

/// The Rust files below a folder of the repository, without tests.
fn sources(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if path.is_dir() {
            if name != "tests" {
                sources(&path, found);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let root = Path::new(env!("CARGO_MANIFEST_DIR"));
            let path = path.strip_prefix(root).expect("it is below");
            found.insert(path.to_string_lossy().into_owned());
        }
    }
}

#[test]
fn the_map_has_a_line_for_every_file_and_no_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut there = BTreeSet::from(["build.rs".to_owned()]);
    for folder in ["src", "harness"] {
        sources(&root.join(folder), &mut there);
    }
    let mut mapped = BTreeSet::new();
    let mut folder = String::new();
    let text = repository("ARCHITECTURE.md");
    let (_, files) = text
        .split_once("\n## Files\n")
        .expect("a heading for the files");
    for line in files.lines().take_while(|line| !line.starts_with("## ")) {
        if let Some(name) = line
            .strip_prefix('`')
            .and_then(|line| line.strip_suffix("/`"))
        {
            folder = if name == "." {
                String::new()
            } else {
                format!("{name}/")
            };
        } else if let Some((name, _)) = line.strip_prefix("- `").and_then(|l| l.split_once("`: ")) {
            assert!(
                mapped.insert(format!("{folder}{name}")),
                "{folder}{name} is listed twice"
            );
        }
    }
    let missing: Vec<_> = there.difference(&mapped).collect();
    let stale: Vec<_> = mapped.difference(&there).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "ARCHITECTURE.md lacks {missing:?} and lists {stale:?}"
    );
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    let command = "cargo test --workspace";
    assert!(
        repository("README.md")
            .lines()
            .any(|line| line.trim() == command)
    );
    assert!(repository(".ci/run").contains(command));
}

#[test]
fn every_command_that_the_readme_shows_is_one() {
    let scene = crate::support::Scene::new();
    let help = scene.run(&["--help"]).stdout;
    let readme = repository("README.md");
    let shown: BTreeSet<&str> = readme
        .lines()
        .filter_map(|line| {
            line.trim()
                .trim_start_matches("$ ")
                .strip_prefix("greenroom ")
        })
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    assert!(shown.len() > 3);
    for command in shown {
        let listed = help
            .lines()
            .any(|line| line.split_whitespace().next() == Some(command));
        assert!(listed, "`greenroom {command}` is not in the help");
    }
}

#[test]
fn every_verdict_is_explained_with_its_letters() {
    let scene = crate::support::Scene::new();
    let help = scene.run(&["submit", "--help"]).stdout;
    let (_, list) = help
        .split_once("Verdicts, worst first:")
        .expect("the list of verdicts");
    let text = repository("docs/verdicts.md");
    let mut count = 0;
    for line in list.lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some(code)) = (words.next(), words.next()) else {
            continue;
        };
        if code.len() <= 3 && code.chars().all(char::is_uppercase) {
            count += 1;
            assert!(text.contains(&format!("| `{name}` | {code} |")), "{name}");
        }
    }
    assert!(count > 15, "{help}");
}
