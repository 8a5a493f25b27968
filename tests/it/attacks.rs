//! Hostile submissions: each gets its verdict, none reaches anything, and nothing is left of
//! them. All of a run are judged by one process, which has to live on.
//!
//! They are written for the system calls of Linux on this processor.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use crate::sandbox::PROBE;
use crate::support::{Scene, every_text, harmless};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// Nobody in particular.
const NOBODY: u32 = 65_534;

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
    /// Whether it is among the few that are judged in every sandbox.
    subset: bool,
}

/// How attacks are judged.
#[derive(Clone, Copy)]
struct Ground<'a> {
    problem: &'a str,
    strength: &'a str,
    /// Who judges; this user if nobody is named.
    user: Option<u32>,
    /// A system call that is refused to the judge.
    without: Option<i64>,
}

/// The attacks, with what may come of them in a sandbox of this strength.
fn attacks(rules: Rules, strength: &str) -> Vec<Attack> {
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
            let stated = |key| text.lines().find_map(|line: &str| line.strip_prefix(key));
            let mut expected = stated(key)?;
            if rules == Rules::Unsafe && strength == "partial" {
                expected = stated("// expect-partial:").unwrap_or(expected);
            }
            Some(Attack {
                name: path.file_name()?.to_string_lossy().into_owned(),
                expected: expected
                    .split('|')
                    .map(|word| word.trim().to_owned())
                    .collect(),
                subset: text.lines().any(|line| line == "// subset"),
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
        ("deadlock", _) => "deadlock",
        ("tampered", _) => "protocol-error",
        ("accepted", _) => "accepted",
        _ => "something else",
    }
}

/// Judges the attacks by one process and looks what is left afterwards; the reports are in
/// the order of the attacks.
fn judge(attacks: &[Attack], ground: Ground<'_>) -> Vec<Value> {
    let mut scene = Scene::sharing_the_cache();
    let work = scene.work();
    for folder in ["tree", "sentinel", "temporary"] {
        fs::create_dir(work.join(folder)).expect("a folder");
        let open = fs::Permissions::from_mode(0o777);
        fs::set_permissions(work.join(folder), open).expect("it is ours");
    }
    for attack in attacks {
        fs::copy(&attack.path, work.join("tree").join(&attack.name)).expect("a copy");
    }
    scene.write("sentinel/kept.txt", "as it was\n");
    let claim = format!(
        "[[solution]]\npath = \"*.rs\"\nproblem = \"{}\"\n",
        ground.problem
    );
    scene.write("claims.toml", &claim);
    if ground.user.is_some() {
        scene.open_to_all();
    }
    let (files, mounts) = (state(&work.join("sentinel")), mounts(&work));

    let output = command(&scene, ground).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let batch = batch(&output);
    let left = fs::read_dir(work.join("temporary")).expect("a folder");
    assert_eq!(left.count(), 0, "temporary files are left: {said}");
    assert_eq!(state(&work.join("sentinel")), files, "{said}");
    assert_eq!(self::mounts(&work), mounts, "{said}");
    assert_eq!(groups(&said), Vec::<PathBuf>::new(), "{said}");

    let units = batch["units"].as_array().expect("units");
    assert_eq!(units.len(), attacks.len(), "{said}");
    assert_eq!(batch["strength"], ground.strength, "{said}");
    attacks
        .iter()
        .map(|attack| {
            let mut units = units.iter();
            let unit = units.find(|unit| {
                let path = Path::new(unit["path"].as_str().expect("a path"));
                path.ends_with(&attack.name)
            });
            let outcome = &unit.expect("every attack is judged")["outcome"];
            let report = &outcome["judged"];
            assert!(report.is_object(), "{}: {outcome}", attack.name);
            report.clone()
        })
        .collect()
}

/// The judge on the tree: few descriptors, so that one that is kept for each submission is
/// missed at last, and nobody left when it is done.
fn command(scene: &Scene, ground: Ground<'_>) -> Command {
    let mut judge = scene.command("");
    judge
        .arg("--problems")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks/packages"))
        .args(["--format", "json", "--fresh", "--jobs", "2"])
        .args(["--sandbox", ground.strength])
        .args(["check", "--reveal", "shrunk", "--config", "claims.toml"])
        .arg("tree");
    let mut command = Command::new(&*PROBE);
    if let Some(user) = ground.user {
        command.args(["as-user", &user.to_string()]).arg(&*PROBE);
        command.env(
            "RUSTC",
            toolchain().expect("it was looked for").join("bin/rustc"),
        );
    }
    if let Some(call) = ground.without {
        command
            .args(["without-call", &call.to_string()])
            .arg(&*PROBE);
    }
    command
        .args(["alone", "128"])
        .arg(judge.get_program())
        .args(judge.get_args())
        .current_dir(scene.work())
        .env("TMPDIR", scene.work().join("temporary"));
    for (key, value) in judge.get_envs() {
        match value {
            Some(value) => command.env(key, value),
            None => command.env_remove(key),
        };
    }
    command
}

fn batch(output: &Output) -> Value {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{} {stderr}",
        output.status
    );
    serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}"))
}

/// Every file with its content, its rights, its owner and when it was changed.
fn state(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, u32, u32, i64, i64)> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let data = fs::symlink_metadata(&path).expect("it is there");
            let content = fs::read(&path).expect("a file");
            let known = (
                content,
                data.mode(),
                data.uid(),
                data.mtime(),
                data.mtime_nsec(),
            );
            (path, known)
        })
        .collect()
}

/// Mounts that a run of the judge could have made.
fn mounts(work: &Path) -> Vec<String> {
    let all = fs::read_to_string("/proc/self/mountinfo").expect("a list");
    let place = |line: &str| line.split(' ').nth(4).unwrap_or_default().to_owned();
    all.lines()
        .map(place)
        .filter(|place| {
            let beginnings = ["/tmp", "/box", "/lib", "/usr"];
            beginnings.iter().any(|it| place.starts_with(it)) || Path::new(place).starts_with(work)
        })
        .collect()
}

/// Control groups of the judge that the wrapper says it started.
fn groups(said: &str) -> Vec<PathBuf> {
    let judge = said
        .lines()
        .find_map(|line| line.strip_prefix("alone: started "))
        .expect("the wrapper says whom it started");
    let prefix = format!("greenroom-{judge}-");
    let mut folders = vec![PathBuf::from("/sys/fs/cgroup")];
    let mut found = vec![];
    while let Some(folder) = folders.pop() {
        // Others come and go meanwhile.
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                found.push(entry.path());
            } else if is_folder {
                folders.push(entry.path());
            }
        }
    }
    found
}

/// What is wrong with the report on an attack.
fn examine(attack: &Attack, report: &Value) -> Option<String> {
    let got = word(report);
    let summary = report["summary"].as_str().unwrap_or_default();
    if !attack.expected.iter().any(|expected| expected == got) {
        let expected = attack.expected.join(" or ");
        return Some(format!("got {got} ({summary}), not {expected}"));
    }
    if got == "compile-limit" && !summary.starts_with("the compiler ") {
        return Some(format!("no reason for the compiler's limit: {summary}"));
    }
    every_text(report, &harmless);
    printed(report)
        .find(|line| line.starts_with("LEAK") || line.starts_with("MEMWRITE"))
        .map(|line| format!("printed {line}"))
}

/// The lines that a submission printed.
fn printed(report: &Value) -> impl Iterator<Item = &str> {
    let checks = report["checks"].as_array().into_iter().flatten();
    checks
        .flat_map(|check| check["findings"].as_array().into_iter().flatten())
        .flat_map(|finding| finding["printed"].as_str().unwrap_or_default().lines())
}

fn none_succeeds(rules: Rules, strength: &str, user: Option<u32>, attacks: &[Attack]) {
    let ground = Ground {
        problem: problem(rules),
        strength,
        user,
        without: None,
    };
    all_get_their_verdicts(attacks, ground);
}

const fn problem(rules: Rules) -> &'static str {
    match rules {
        Rules::Normal => "sum",
        Rules::Unsafe => "sum-unsafe",
    }
}

fn all_get_their_verdicts(attacks: &[Attack], ground: Ground<'_>) {
    let reports = judge(attacks, ground);
    let wrong: Vec<String> = attacks
        .iter()
        .zip(&reports)
        .filter_map(|(attack, report)| {
            examine(attack, report).map(|why| format!("{}: {why}", attack.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
    rustix::process::geteuid().is_root()
}

/// A compiler that everybody can read: the one at hand may lie in root's own folder, so it
/// is linked, or copied where that cannot be, to a place beside the tests.
fn toolchain() -> Option<PathBuf> {
    static TOOLCHAIN: LazyLock<Option<PathBuf>> = LazyLock::new(made_toolchain);
    TOOLCHAIN.clone()
}

fn made_toolchain() -> Option<PathBuf> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output();
    let sysroot = PathBuf::from(String::from_utf8(output.ok()?.stdout).ok()?.trim());
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let copy = beside.join("toolchain");
    if !copy.join("done").exists() {
        // In a folder of its own until it is whole: other tests may be at the same.
        let whole = tempfile::tempdir_in(beside).ok()?.keep();
        fs::set_permissions(&whole, fs::Permissions::from_mode(0o755)).ok()?;
        for part in ["bin", "lib"] {
            link(&sysroot.join(part), &whole.join(part)).ok()?;
        }
        fs::write(whole.join("done"), "").ok()?;
        if fs::rename(&whole, &copy).is_err() {
            let _ = fs::remove_dir_all(&whole);
        }
    }
    let asked = Command::new(&*PROBE)
        .args(["as-user", &NOBODY.to_string()])
        .arg(copy.join("bin/rustc"))
        .arg("-V")
        .output();
    asked
        .is_ok_and(|output| output.status.success())
        .then_some(copy)
}

/// Links all files of a folder into another, which is new.
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            link(&entry.path(), &target)?;
            continue;
        }
        let real = fs::canonicalize(entry.path())?;
        if fs::hard_link(&real, &target).is_err() {
            // Never over a file that is there: it may be a link to the compiler itself.
            let mut made = fs::File::options()
                .write(true)
                .create_new(true)
                .open(&target)?;
            std::io::copy(&mut fs::File::open(&real)?, &mut made)?;
            made.set_permissions(fs::metadata(&real)?.permissions())?;
        }
    }
    Ok(())
}

/// Whether the whole matrix was asked for.
fn all() -> bool {
    std::env::var("GREENROOM_ATTACKS").is_ok_and(|which| which == "all")
}

#[test]
fn attacks_under_the_normal_rules_get_their_verdicts() {
    let strength = strongest();
    let attacks = attacks(Rules::Normal, &strength);
    none_succeeds(Rules::Normal, &strength, None, &attacks);
}

#[test]
fn attacks_with_unsafe_code_get_their_verdicts() {
    let strength = strongest();
    let attacks = attacks(Rules::Unsafe, &strength);
    none_succeeds(Rules::Unsafe, &strength, None, &attacks);
}

/// The judge as a user without rights; where this user is one, the others are that test.
#[test]
fn attacks_on_an_unprivileged_judge_get_their_verdicts() {
    if !is_root() {
        eprintln!("skipped: this user is not root, so the other tests are this one");
        return;
    }
    if toolchain().is_none() {
        eprintln!("skipped: no compiler can be put where an unprivileged user may read it");
        return;
    }
    let strength = strongest();
    for rules in [Rules::Normal, Rules::Unsafe] {
        let attacks = attacks(rules, &strength);
        none_succeeds(rules, &strength, Some(NOBODY), &attacks);
    }
}

/// A few attacks in the weaker sandbox; all of them, and for both users, if that is asked
/// for.
#[test]
fn attacks_on_the_partial_sandbox_get_their_verdicts() {
    for rules in [Rules::Normal, Rules::Unsafe] {
        let mut chosen = attacks(rules, "partial");
        chosen.retain(|attack| all() || attack.subset);
        assert!(chosen.len() >= 8, "{} attacks", chosen.len());
        none_succeeds(rules, "partial", None, &chosen);
        if all() && is_root() && toolchain().is_some() {
            none_succeeds(rules, "partial", Some(NOBODY), &chosen);
        }
    }
}

/// Where the judge may not mount but bubblewrap may: mounts can be made by two calls, and
/// each uses another.
#[test]
fn attacks_inside_of_bubblewrap_get_their_verdicts() {
    if !Path::new("/usr/bin/bwrap").is_file() {
        eprintln!("skipped: there is no bubblewrap here");
        return;
    }
    let user = is_root().then_some(NOBODY);
    if user.is_some() && toolchain().is_none() {
        eprintln!("skipped: no compiler can be put where an unprivileged user may read it");
        return;
    }
    for rules in [Rules::Normal, Rules::Unsafe] {
        let mut chosen = attacks(rules, "full");
        chosen.retain(|attack| all() || attack.subset);
        let ground = Ground {
            problem: problem(rules),
            strength: "full",
            user,
            without: Some(libc::SYS_open_tree),
        };
        all_get_their_verdicts(&chosen, ground);
    }
}

/// Reads whatever it can and answers correctly: only what it prints gives it away, which a
/// problem whose one answer is wrong shows. Twice, since what the first run leaves is what
/// the second looks for.
#[test]
fn attacks_that_look_around_find_nothing() {
    let strength = strongest();
    let mut looking = attacks(Rules::Normal, &strength);
    looking.retain(|attack| attack.name.starts_with('l') && attack.expected == ["accepted"]);
    assert!(looking.len() >= 10, "{} attacks", looking.len());
    // What is printed does arrive here.
    let scene = Scene::new();
    scene.write(
        "shouts.rs",
        "pub fn solve(xs: &[i64]) -> i64 { println!(\"LEAK\"); xs.iter().sum() }",
    );
    looking.push(Attack {
        name: "shouts.rs".into(),
        path: scene.work().join("shouts.rs"),
        expected: vec![],
        subset: false,
    });
    let ground = Ground {
        problem: "sum-unmet",
        strength: &strength,
        user: None,
        without: None,
    };
    for _ in 0..2 {
        for (attack, report) in looking.iter().zip(judge(&looking, ground)) {
            assert_eq!(word(&report), "wrong-answer", "{}", attack.name);
            let leaks: Vec<&str> = printed(&report)
                .filter(|line| line.contains("LEAK"))
                .collect();
            let shouts = attack.name == "shouts.rs";
            assert_eq!(!leaks.is_empty(), shouts, "{}: {leaks:?}", attack.name);
        }
    }
}
