//! `list`, `show`, `start`, `doctor`, `completions`, `man`.

use crate::support::{Scene, repository};
use std::fs;
use std::process::Command;

#[test]
fn the_list_shows_level_minutes_topics_and_state() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["list"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let line = ran
        .stdout
        .lines()
        .find(|line| line.starts_with("lru-cache"))
        .unwrap();
    for word in ["L4", "30", "hash-map", " -"] {
        assert!(line.contains(word), "{line}");
    }
    assert!(ran.stdout.is_ascii());
    assert!(!scene.data().exists());

    assert_eq!(scene.run(&["start", "lru-cache"]).code, 0);
    let ran = scene.run(&["list"]);
    let line = ran
        .stdout
        .lines()
        .find(|line| line.starts_with("lru-cache"))
        .unwrap();
    assert!(line.ends_with("started"), "{line}");
}

#[test]
fn the_list_is_json_for_machines() {
    let ran = Scene::new().run(&["list", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let lru = list
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["slug"] == "lru-cache")
        .unwrap();
    assert_eq!(lru["level"], "L4");
    assert_eq!(lru["minutes"], 30);
    assert_eq!(lru["state"], "-");
    assert_eq!(lru["topics"][0], "cache");
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let scene = Scene::new();
    let script = format!("{} report schema | true", env!("CARGO_BIN_EXE_greenroom"));
    let output = Command::new("sh")
        .args(["-c", &format!("{script}; {script}")])
        .current_dir(scene.work())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn show_prints_the_statement_and_the_contract() {
    let scene = Scene::new();
    let ran = scene.run(&["show", "lru-cache"]);
    assert_eq!(ran.stdout, repository("problems/lru-cache/statement.md"));
    let ran = scene.run(&["show", "lru-cache", "--contract"]);
    assert_eq!(ran.stdout, repository("problems/lru-cache/starter.rs"));
    let ran = scene.run(&["show", "deploy-order", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(shown["title"], "Deploy in waves");
    assert_eq!(shown["stage"], 1);
}

#[test]
fn show_knows_the_problem_of_the_crate_around() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["show"]);
    assert_eq!(ran.code, 4);
    assert!(
        ran.stderr
            .starts_with("error: no problem here\n  help: `greenroom start"),
        "{}",
        ran.stderr
    );
    scene.run(&["start", "sliding-log", "--path", "mine"]);
    let ran = scene.run_in("mine/src", &["show"]);
    assert_eq!(ran.stdout, repository("problems/sliding-log/statement.md"));
}

#[test]
fn a_mistyped_problem_gets_the_nearest_names() {
    let scene = Scene::new();
    for command in ["show", "start"] {
        let ran = scene.run(&[command, "lru-cahce"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("lru-cahce"), "{}", ran.stderr);
        assert!(ran.stderr.contains("help: "), "{}", ran.stderr);
        assert!(ran.stderr.contains("`lru-cache`"), "{}", ran.stderr);
    }
    assert_eq!(fs::read_dir(scene.work()).unwrap().count(), 0);
}

#[test]
fn start_makes_a_crate_and_says_what_to_do_next() {
    let scene = Scene::new();
    let ran = scene.run(&["start", "lru-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut said = ran.stderr.lines();
    assert_eq!(
        said.next(),
        Some("     Created ./lru-cache, Least-recently-used cache")
    );
    let harness = said.next().unwrap_or_default();
    assert!(harness.starts_with("   Preparing the harness for rustc "));
    assert!(harness.ends_with(", once"), "{harness}");
    assert_eq!(said.next(), None);
    assert!(
        ran.stdout.starts_with("next: cd lru-cache, "),
        "{}",
        ran.stdout
    );
    let read = |path: &str| fs::read_to_string(scene.work().join("lru-cache").join(path)).unwrap();
    assert_eq!(
        read("src/lib.rs"),
        repository("problems/lru-cache/starter.rs")
    );
    assert_eq!(
        read("README.md"),
        repository("problems/lru-cache/statement.md")
    );
    assert!(read("Cargo.toml").contains("problem = \"lru-cache\"\nstage = 1\n"));
    assert_eq!(read(".gitignore"), "/target\n");
}

#[test]
fn start_never_overwrites() {
    let scene = Scene::sharing_the_cache();
    fs::create_dir(scene.work().join("lru-cache")).unwrap();
    scene.write("lru-cache/mine.txt", "mine");
    let ran = scene.run(&["start", "lru-cache"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.stderr,
        "error: ./lru-cache exists; nothing was changed\n  \
         help: cd lru-cache && greenroom test, or `greenroom start lru-cache --path other`\n"
    );
    assert_eq!(
        fs::read_dir(scene.work().join("lru-cache"))
            .unwrap()
            .count(),
        1
    );
    assert_eq!(
        scene.run(&["start", "lru-cache", "--path", "other"]).code,
        0
    );
}

/// Cargo runs the generated samples: the starter compiles and passes none, an accepted
/// submission passes all.
#[test]
fn the_samples_of_every_problem_are_ordinary_tests() {
    let scene = Scene::sharing_the_cache();
    for (slug, submission) in [
        ("lru-cache", "index_links"),
        ("deploy-order", "kahn"),
        ("sliding-log", "deque_per_client"),
    ] {
        assert_eq!(scene.run(&["start", slug]).code, 0);
        let folder = scene.work().join(slug);
        let samples = || {
            let output = Command::new("cargo")
                .args(["test", "--offline", "--quiet", "--test", "samples"])
                .env("CARGO_TARGET_DIR", scene.work().join("target"))
                .env("RUSTFLAGS", "--cap-lints=allow")
                .current_dir(&folder)
                .output()
                .unwrap();
            let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
            let summary = stdout.lines().find(|line| line.starts_with("test result"));
            let stderr = String::from_utf8_lossy(&output.stderr);
            summary
                .unwrap_or_else(|| panic!("{slug}: {stdout}{stderr}"))
                .to_owned()
        };
        let summary = samples();
        assert!(
            summary.contains(" 0 passed; 4 failed;"),
            "{slug}: {summary}"
        );
        let path = format!("problems/{slug}/submissions/accepted/{submission}.rs");
        fs::write(folder.join("src/lib.rs"), repository(&path)).unwrap();
        let summary = samples();
        assert!(
            summary.contains(" 4 passed; 0 failed;"),
            "{slug}: {summary}"
        );
    }
}

#[test]
fn doctor_names_what_it_found() {
    let scene = Scene::new();
    let ran = scene.run(&["doctor"]);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    for name in ["rustc", "cargo", "cache", "data", "kit", "sandbox"] {
        assert!(
            ran.stdout
                .lines()
                .any(|line| line.starts_with(&format!("  {name} "))),
            "{name}"
        );
    }
    let ran = scene.run(&["doctor", "--format", "json"]);
    let findings: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(findings[0]["state"], "ok");
}

#[test]
fn doctor_says_what_is_missing() {
    let scene = Scene::new();
    let mut command = scene.command("");
    command
        .arg("doctor")
        .env("PATH", scene.work())
        .env("GREENROOM_DATA", "/dev/null/data");
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(
        stdout.contains("  rustc     bad  `rustc -vV` does not run"),
        "{stdout}"
    );
    assert!(stdout.contains("rustup.rs"), "{stdout}");
    assert!(
        stdout.contains("  data      bad  the data folder /dev/null/data cannot be written"),
        "{stdout}"
    );
}

#[test]
fn completions_and_the_manual_name_the_commands() {
    let scene = Scene::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = scene.run(&["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.stdout.contains("submit"), "{shell}");
    }
    let ran = scene.run(&["man"]);
    assert!(ran.stdout.contains(".TH greenroom 1"));
    assert!(ran.stdout.contains("start"));
}

#[test]
fn the_command_line_is_checked() {
    let scene = Scene::new();
    assert_eq!(scene.run(&["lits"]).code, 2);
    assert_eq!(scene.run(&[]).code, 2);
    assert_eq!(scene.run(&["list", "--format", "xml"]).code, 2);
    let ran = scene.run(&["list", "--color", "always"]);
    assert_eq!(ran.code, 0);
}

#[test]
fn colour_is_there_when_asked_for_and_never_otherwise() {
    let scene = Scene::new();
    let error = |flag: &[&str]| {
        let arguments = [&["show"], flag].concat();
        scene.run(&arguments).stderr
    };
    assert!(error(&["--color", "always"]).contains("\x1b["));
    assert!(!error(&["--color", "never"]).contains('\x1b'));
    assert!(!error(&[]).contains('\x1b'));
    let mut command = scene.command("");
    let output = command
        .arg("show")
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains('\x1b'));
}
