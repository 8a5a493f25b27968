//! The sandbox itself: every layer matters, a step that fails is never passed over, and a
//! machine that can do less is told apart.
//!
//! `tests/fixtures/sandbox/probe.rs` is the program inside. It is harmless: nothing it tries
//! changes anything outside when it succeeds.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

mod layers;
mod runs;
mod steps;
mod strength;

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

/// The judge's exit code as a helper whose walls could not be built.
const FAILED: i32 = 125;

/// The probe, compiled once; it needs no libraries.
pub static PROBE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sandbox");
    std::fs::create_dir_all(&folder).expect("a folder");
    let program = folder.join(format!("probe-{}", std::process::id()));
    let output = Command::new("rustc")
        .args([
            "--edition",
            "2024",
            "-C",
            "target-feature=+crt-static",
            "-o",
        ])
        .arg(&program)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sandbox/probe.rs"))
        .output()
        .expect("a compiler");
    assert!(output.status.success(), "{}", text(&output.stderr));
    program
});

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A jail for the probe as the judge describes it to its helper.
fn jail(strength: &str, without: &[&str]) -> Value {
    let inside = if strength == "full" {
        "/box/program".to_owned()
    } else {
        PROBE.display().to_string()
    };
    json!({
        "strength": strength,
        "walls": "run",
        "binds": [{ "source": *PROBE, "target": inside, "writable": false }],
        "scratch": { "bytes": 16 << 20, "files": 64 },
        "folder": "/",
        "environment": [],
        "limits": {
            "data": 64 << 20,
            "address_space": 4_u64 << 30,
            "file_size": 1 << 20,
            "files": 32,
            "threads": 32,
            "cpu_s": 20,
            "stack": null,
        },
        "keeps_user": false,
        "groups": [],
        "reports": false,
        "without": without,
    })
}

/// The command that runs the probe in a jail, behind a wrapper of the probe's own.
fn command(jail: &Value, wrapper: &[&str], attempt: &[&str]) -> Command {
    let judge = env!("CARGO_BIN_EXE_greenroom");
    let mut command = if wrapper.is_empty() {
        Command::new(judge)
    } else {
        let mut command = Command::new(&*PROBE);
        command.args(wrapper).arg(judge);
        command
    };
    let own_root = !jail["without"]
        .as_array()
        .expect("layers")
        .contains(&json!("root"));
    let place = if own_root { "target" } else { "source" };
    let program = jail["binds"][0][place].as_str().expect("a path");
    command
        .args(["__sandbox", &jail.to_string(), program, "try"])
        .args(attempt);
    command
}

fn run(jail: &Value, wrapper: &[&str], attempt: &[&str]) -> Output {
    command(jail, wrapper, attempt).output().expect("it runs")
}

/// Whether the attempt succeeds in the sandbox of this strength without these layers.
fn succeeds(strength: &str, without: &[&str], attempt: &[&str]) -> bool {
    let output = run(&jail(strength, without), &[], attempt);
    match text(&output.stdout).trim() {
        "done" => true,
        "refused" => false,
        other => panic!(
            "{attempt:?} without {without:?}: {other:?} {} {}",
            output.status,
            text(&output.stderr)
        ),
    }
}

/// The attempt succeeds without the layer and is refused with it.
fn matters(strength: &str, layer: &str, attempt: &[&str]) {
    assert!(!succeeds(strength, &[], attempt), "{attempt:?} {strength}");
    assert!(
        succeeds(strength, &[layer], attempt),
        "{attempt:?} without {layer}"
    );
}
