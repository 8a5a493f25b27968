//! Runs in the sandbox: none is harmed, none goes on with less, and nothing is left.

use super::{PROBE, command, jail, run, text};
use crate::support::Scene;
use serde_json::json;
use std::path::Path;
use std::process::Command;

/// The strength was found before the machine lost a layer: the judge fails, it does not run
/// the submission with less.
#[test]
fn sandbox_that_lost_a_layer_since_is_the_judges_failure() {
    let scene = Scene::sharing_the_cache();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attacks");
    let judge = |wrapper: &[&str], submission: &str| {
        let mut judge = scene.command("");
        judge
            .arg("--problems")
            .arg(root.join("packages"))
            .args(["--fresh", "--sandbox", "full", "submit", "sum"])
            .arg(scene.take(&root.join("files").join(submission)));
        let mut command = Command::new(&*PROBE);
        command
            .args(wrapper)
            .arg(judge.get_program())
            .args(judge.get_args())
            .current_dir(scene.work());
        for (key, value) in judge.get_envs() {
            match value {
                Some(value) => command.env(key, value),
                None => command.env_remove(key),
            };
        }
        command.output().expect("it runs")
    };
    // A call that nothing needs: the wrapper itself does no harm.
    let harmless = libc::SYS_acct.to_string();
    let output = judge(&["without-call", &harmless], "honest_ok.rs");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for call in [
        libc::SYS_landlock_restrict_self,
        libc::SYS_pivot_root,
        libc::SYS_seccomp,
    ] {
        let call = call.to_string();
        let output = judge(&["without-call", &call], "honest_ok.rs");
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(70), "{call}: {said}");
        assert!(!text(&output.stdout).contains("accepted"), "{call}");
    }
}

/// The program waits for input that never comes; with its helper gone it is gone, which
/// closes its output.
#[test]
fn sandbox_leaves_no_process_when_its_helper_is_killed() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;
    for strength in ["full", "partial"] {
        let mut helper = command(&jail(strength, &[]), &[], &["wait"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let input = helper.stdin.take();
        let mut output = BufReader::new(helper.stdout.take().expect("it is piped"));
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        assert_eq!(line, "ready\n", "{strength}");
        helper.kill().expect("it runs");
        helper.wait().expect("it runs");
        let mut rest = String::new();
        output.read_to_string(&mut rest).expect("an end");
        assert_eq!(rest, "", "{strength}");
        drop(input);
    }
}

/// Threads that take turns, a sleep, deep but legal recursion: 500 times, and none is harmed.
#[test]
fn sandbox_harms_no_honest_program() {
    let mut jail = jail("full", &[]);
    jail["limits"]["threads"] = json!(128);
    jail["limits"]["data"] = json!(256 << 20);
    for round in 0..500 {
        let output = run(&jail, &[], &["turns"]);
        assert_eq!(
            text(&output.stdout),
            "done\n",
            "{round}: {}",
            text(&output.stderr)
        );
    }
}

#[test]
fn sandbox_holds_for_a_judge_without_rights() {
    use std::os::unix::process::CommandExt;
    if !rustix::process::geteuid().is_root() {
        // Then all other tests here are this one.
        return;
    }
    for strength in ["full", "partial"] {
        let answer = |attempt: &[&str]| {
            let mut command = command(&jail(strength, &[]), &[], attempt);
            let output = command.uid(65_534).gid(65_534).current_dir("/").output();
            let output = output.expect("it runs");
            (text(&output.stdout), text(&output.stderr))
        };
        assert_eq!(
            answer(&["nothing"]).0,
            "done\n",
            "{:?}",
            answer(&["nothing"])
        );
        for attempt in [
            &["read", "/etc/passwd"][..],
            &["list", "/"],
            &["write", "/var/tmp/greenroom-probe"],
            &["send", "127.0.0.1:9"],
            &["memory"],
            &["fork"],
            &["descriptors"],
        ] {
            let (stdout, stderr) = answer(attempt);
            assert_eq!(stdout, "refused\n", "{strength} {attempt:?}: {stderr}");
        }
    }
}
