//! Hostile submissions: each gets its verdict, and none reaches anything.

use crate::support::Scene;
use serde_json::Value;
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Whether the problem allows unsafe code.
#[derive(Clone, Copy, PartialEq)]
enum Rules {
    Normal,
    Unsafe,
}

/// An attack and what may come of it.
struct Attack {
    name: String,
    path: PathBuf,
    expected: Vec<String>,
}

fn attacks(rules: Rules) -> Vec<Attack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks/files");
    let key = match rules {
        Rules::Normal => "// expect:",
        Rules::Unsafe => "// expect-unsafe:",
    };
    let mut attacks: Vec<Attack> = fs::read_dir(folder)
        .expect("the attacks")
        .filter_map(|entry| {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).expect("an attack");
            let expected = text.lines().find_map(|line| line.strip_prefix(key))?;
            Some(Attack {
                name: path.file_name()?.to_string_lossy().into_owned(),
                expected: expected
                    .split('|')
                    .map(|word| word.trim().to_owned())
                    .collect(),
                path,
            })
        })
        .collect();
    attacks.sort_by(|a, b| a.name.cmp(&b.name));
    attacks
}

/// What came of it, in the words of the headers.
fn word(report: &Value) -> &'static str {
    let verdict = report["verdict"].as_str().unwrap_or_default();
    match (verdict, report["reason"].as_str()) {
        ("compile_error", Some("compiler_limit")) => "compile-limit",
        ("compile_error", _) => "compile-error",
        ("rejected", _) => "policy",
        ("wrong_answer", _) => "wrong-answer",
        ("run_time_error", _) => "runtime-error",
        ("time_limit_exceeded", _) => "time-limit",
        ("memory_limit_exceeded", _) => "memory-limit",
        ("output_limit_exceeded", _) => "output-limit",
        ("tampered", _) => "protocol-error",
        ("accepted", _) => "accepted",
        _ => "something else",
    }
}

/// Judges all attacks, two at once; answers what is wrong.
fn judge(rules: Rules, strength: &str, unprivileged: bool) -> Vec<String> {
    let mut scene = Scene::sharing_the_cache();
    if unprivileged {
        #[cfg(unix)]
        scene.open_to_all();
    }
    let queue: Mutex<VecDeque<Attack>> = Mutex::new(attacks(rules).into());
    let wrong: Mutex<Vec<String>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let next = queue
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .pop_front();
                    let Some(attack) = next else { break };
                    if let Err(why) = one(&scene, &attack, rules, strength, unprivileged) {
                        let mut wrong = wrong.lock().unwrap_or_else(PoisonError::into_inner);
                        wrong.push(format!("{}: {why}", attack.name));
                    }
                }
            });
        }
    });
    wrong.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn one(
    scene: &Scene,
    attack: &Attack,
    rules: Rules,
    strength: &str,
    unprivileged: bool,
) -> Result<(), String> {
    let problem = match rules {
        Rules::Normal => "sum",
        Rules::Unsafe => "sum-unsafe",
    };
    let mut command = scene.command("");
    command
        .arg("--problems")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks/packages"))
        .args([
            "--format",
            "json",
            "--fresh",
            "--sandbox",
            strength,
            "submit",
            problem,
        ])
        .arg(scene.take(&attack.path));
    #[cfg(unix)]
    if unprivileged {
        use std::os::unix::process::CommandExt;
        let mut inner = std::process::Command::new(command.get_program());
        inner.args(command.get_args()).current_dir(scene.work());
        for (key, value) in command.get_envs() {
            match value {
                Some(value) => inner.env(key, value),
                None => inner.env_remove(key),
            };
        }
        let output = inner.uid(65_534).gid(65_534).output().expect("it runs");
        return examine(attack, &output);
    }
    examine(attack, &command.output().expect("it runs"))
}

/// What this attack prints, though it is accepted: judged by a problem whose one answer is
/// wrong, which shows what was printed.
fn reveal(scene: &Scene, attack: &Attack, strength: &str) -> Vec<String> {
    let output = scene
        .command("")
        .arg("--problems")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks/packages"))
        .args(["--format", "json", "--fresh", "--sandbox", strength])
        .args(["submit", "sum-unmet"])
        .arg(scene.take(&attack.path))
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(word(&report), "wrong-answer", "{}", attack.name);
    let checks = report["checks"].as_array().into_iter().flatten();
    checks
        .flat_map(|check| check["findings"].as_array().into_iter().flatten())
        .flat_map(|finding| finding["printed"].as_str().unwrap_or_default().lines())
        .map(str::to_owned)
        .collect()
}

fn examine(attack: &Attack, output: &std::process::Output) -> Result<(), String> {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let report: Value =
        serde_json::from_str(&stdout).map_err(|error| format!("{error}: {stdout}{stderr}"))?;
    let got = word(&report);
    if !attack.expected.iter().any(|expected| expected == got) {
        let summary = &report["summary"];
        return Err(format!(
            "got {got} ({summary}), not {}",
            attack.expected.join(" or ")
        ));
    }
    for reached in ["LEAK", "MEMWRITE"] {
        // The source itself says the word; printed at the start of a line it is a finding.
        for finding in report["checks"].as_array().into_iter().flatten() {
            for finding in finding["findings"].as_array().into_iter().flatten() {
                let printed = finding["printed"].as_str().unwrap_or_default();
                if let Some(line) = printed.lines().find(|line| line.starts_with(reached)) {
                    return Err(format!("printed {line}"));
                }
            }
        }
    }
    Ok(())
}

/// The strongest sandbox there is here; on a machine that has full, nothing less will do.
fn strongest() -> String {
    let ran = Scene::sharing_the_cache().run(&["doctor", "--format", "json"]);
    let findings: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let sandbox = findings
        .as_array()
        .and_then(|findings| findings.iter().find(|finding| finding["name"] == "sandbox"))
        .expect("doctor looks at the sandbox");
    let text = sandbox["text"].as_str().expect("words");
    let strength = text.split([',', ' ']).next().unwrap_or_default();
    assert!(["full", "partial"].contains(&strength), "{text}");
    strength.to_owned()
}

fn is_root() -> bool {
    #[cfg(unix)]
    return rustix::process::geteuid().is_root();
    #[cfg(not(unix))]
    false
}

/// Whether this user gets at the compiler, which may lie in root's own folder.
fn has_a_compiler(user: u32) -> bool {
    #[cfg(not(unix))]
    return false;
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let asked = std::process::Command::new("rustc")
            .arg("-V")
            .uid(user)
            .output();
        asked.is_ok_and(|output| output.status.success())
    }
}

fn none_succeeds(rules: Rules, strength: &str, unprivileged: bool) {
    let wrong = judge(rules, strength, unprivileged);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn attacks_under_the_normal_rules_get_their_verdicts() {
    none_succeeds(Rules::Normal, &strongest(), false);
}

#[test]
fn attacks_with_unsafe_code_get_their_verdicts() {
    none_succeeds(Rules::Unsafe, &strongest(), false);
}

#[test]
fn attacks_on_an_unprivileged_judge_get_their_verdicts() {
    if is_root() && has_a_compiler(65_534) {
        none_succeeds(Rules::Unsafe, &strongest(), true);
        if all() {
            none_succeeds(Rules::Normal, &strongest(), true);
        }
    } else {
        eprintln!("skipped: not root, or no compiler that an unprivileged user can run");
    }
}

/// Reads whatever it can and answers correctly: only what it prints gives it away. Twice,
/// since what the first run leaves is what the second looks for.
#[test]
fn attacks_that_look_around_find_nothing() {
    let strength = strongest();
    let scene = Scene::sharing_the_cache();
    let looking: Vec<Attack> = attacks(Rules::Normal)
        .into_iter()
        .filter(|attack| attack.name.starts_with('l') && attack.expected == ["accepted"])
        .collect();
    assert!(looking.len() >= 5, "{} attacks", looking.len());
    for attack in looking.iter().chain(&looking) {
        for line in reveal(&scene, attack, &strength) {
            assert!(!line.contains("LEAK"), "{}: {line}", attack.name);
        }
    }
    // What is printed does arrive here.
    let shouting = Attack {
        name: "shouts.rs".into(),
        path: scene.work().join("shouts/lib.rs"),
        expected: vec![],
    };
    fs::create_dir(scene.work().join("shouts")).expect("a folder");
    scene.write(
        "shouts/lib.rs",
        "pub fn solve(xs: &[i64]) -> i64 { println!(\"LEAK\"); xs.iter().sum() }",
    );
    let lines = reveal(&scene, &shouting, &strength);
    assert!(lines.iter().any(|line| line.contains("LEAK")), "{lines:?}");
}

#[test]
fn attacks_on_the_partial_sandbox_get_their_verdicts() {
    if all() && strongest() == "full" {
        none_succeeds(Rules::Normal, "partial", false);
        none_succeeds(Rules::Unsafe, "partial", false);
    }
}

/// Whether the whole matrix was asked for.
fn all() -> bool {
    std::env::var("GREENROOM_ATTACKS").is_ok_and(|which| which == "all")
}
