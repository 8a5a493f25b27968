//! A machine that can do less is told apart.

use super::{PROBE, text};
use crate::support::Scene;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// What `doctor` says of the sandbox when the probe takes something away first.
fn doctor(wrappers: &[&[&str]]) -> (Option<i32>, Value) {
    let mut scene = Scene::new();
    scene.open_to_all();
    let mut line: Vec<&str> = vec![];
    let probe = PROBE.to_str().expect("UTF-8");
    for wrapper in wrappers.iter().filter(|wrapper| !wrapper.is_empty()) {
        line.push(probe);
        line.extend(*wrapper);
    }
    let judge = scene.command("");
    let mut command = Command::new(line[0]);
    command
        .args(&line[1..])
        .arg(judge.get_program())
        .args(["doctor", "--format", "json"])
        .current_dir(scene.work());
    for (key, value) in judge.get_envs() {
        match value {
            Some(value) => command.env(key, value),
            None => command.env_remove(key),
        };
    }
    let output = command.output().expect("it runs");
    let findings: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)));
    let sandbox = findings
        .as_array()
        .and_then(|findings| findings.iter().find(|finding| finding["name"] == "sandbox"))
        .expect("doctor looks at the sandbox");
    (output.status.code(), sandbox.clone())
}

#[test]
fn sandbox_is_partial_where_namespaces_are_refused() {
    let clone = libc::SYS_clone.to_string();
    let mount = libc::SYS_mount.to_string();
    let own = own_user();
    for wrapper in [
        &["without-user-namespaces"][..],
        &["without-flag", &clone],
        &["without-call", &mount],
    ] {
        let (_, sandbox) = doctor(&[&own, wrapper]);
        let said = sandbox["text"].as_str().expect("words");
        assert!(said.starts_with("partial"), "{wrapper:?}: {sandbox}");
    }
}

/// The wrapper that makes this user somebody who is not root.
fn own_user() -> Vec<&'static str> {
    if rustix::process::geteuid().is_root() {
        vec!["as-user", "65534"]
    } else {
        vec![]
    }
}

/// Where only bubblewrap may mount, it is full all the same; without bubblewrap it is
/// partial, and nothing else.
#[test]
fn sandbox_is_full_by_way_of_bubblewrap_where_only_that_may_mount() {
    let mount = libc::SYS_open_tree.to_string();
    let (_, sandbox) = doctor(&[&own_user(), &["without-call", &mount]]);
    let said = sandbox["text"].as_str().expect("words");
    if Path::new("/usr/bin/bwrap").is_file() {
        assert!(
            said.starts_with("full by way of /usr/bin/bwrap"),
            "{sandbox}"
        );
    } else {
        eprintln!("skipped: there is no bubblewrap here");
        assert!(said.starts_with("partial"), "{sandbox}");
    }
}

/// `unshare --map-root-user`: root is a name there.
#[test]
fn sandbox_is_full_for_a_user_who_calls_itself_root() {
    let (_, sandbox) = doctor(&[&own_user(), &["as-root-by-name"]]);
    let said = sandbox["text"].as_str().expect("words");
    assert!(said.starts_with("full"), "{sandbox}");
}

/// The machine's root in a namespace in which nobody else exists: there is no user to run a
/// submission as.
#[test]
fn sandbox_is_refused_where_root_can_become_nobody() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: only root can be root without anybody else");
        return;
    }
    for wrapper in ["as-root-by-name", "without-user-namespaces"] {
        let (code, sandbox) = doctor(&[&[wrapper]]);
        assert_eq!(code, Some(5), "{sandbox}");
        let said = sandbox["text"].as_str().expect("words");
        assert!(
            said.contains("no other user exists in this user namespace"),
            "{sandbox}"
        );
        let help = sandbox["help"].as_str().expect("a way out");
        assert!(help.contains("--map-auto"), "{sandbox}");
    }
}

#[test]
fn sandbox_is_refused_where_neither_namespaces_nor_landlock_work() {
    let clone = libc::SYS_clone.to_string();
    let landlock = libc::SYS_landlock_create_ruleset.to_string();
    let (code, sandbox) = doctor(&[&["without-flag", &clone], &["without-call", &landlock]]);
    assert_eq!(code, Some(5), "{sandbox}");
    assert_eq!(sandbox["state"], "bad", "{sandbox}");
    let (code, sandbox) = doctor(&[&["without-call", &libc::SYS_seccomp.to_string()]]);
    assert_eq!(code, Some(5), "{sandbox}");
}
