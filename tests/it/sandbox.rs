//! The sandbox itself: every layer matters, a step that fails is never passed over, and a
//! machine that can do less is told apart.
//!
//! `tests/fixtures/sandbox/probe.rs` is the program inside. It is harmless: nothing it tries
//! changes anything outside when it succeeds.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use crate::support::Scene;
use serde_json::{Value, json};
use std::net::UdpSocket;
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

#[test]
fn sandbox_without_its_own_root_shows_the_machines_files() {
    matters("full", "root", &["stat", "/etc/passwd"]);
}

#[test]
fn sandbox_without_landlock_opens_what_was_not_given() {
    matters("full", "landlock", &["list", "/"]);
    matters("partial", "landlock", &["read", "/proc/self/status"]);
}

#[test]
fn sandbox_without_the_filter_lets_programs_fork() {
    for strength in ["full", "partial"] {
        matters(strength, "filter", &["fork"]);
    }
}

/// Landlock does not keep an owner from changing these. A judge who is not root runs
/// submissions as the user who owns what lies around.
#[test]
fn sandbox_without_the_filter_changes_rights_and_times_of_files() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    let folder = tempfile::tempdir().expect("a folder");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(folder.path(), open).expect("it is ours");
    let file = folder.path().join("file");
    std::fs::write(&file, "x").expect("a file");
    let root = rustix::process::geteuid().is_root();
    if root {
        chown(&file, Some(65_534), Some(65_534)).expect("root may");
    }
    let attempt = |what: &str, without: &[&str]| {
        let path = file.to_str().expect("UTF-8");
        let mut command = command(&jail("partial", without), &[], &[what, path]);
        if root {
            command.uid(65_534).gid(65_534).current_dir("/");
        }
        let output = command.output().expect("it runs");
        text(&output.stdout).trim().to_owned()
    };
    let mode = || file.metadata().expect("it is there").mode() & 0o777;
    let before = mode();
    for what in ["rights", "times"] {
        assert_eq!(attempt(what, &[]), "refused", "{what}");
    }
    assert_eq!(mode(), before);
    for what in ["rights", "times"] {
        assert_eq!(attempt(what, &["filter"]), "done", "{what}");
    }
    assert_eq!(mode(), 0o777);
}

#[test]
fn sandbox_without_the_memory_limit_gives_all_memory() {
    for strength in ["full", "partial"] {
        matters(strength, "memory", &["memory"]);
    }
}

#[test]
fn sandbox_without_the_thread_limit_gives_all_threads() {
    matters("full", "threads", &["threads", "200"]);
    // For a user who is not root the limit is beside all that the user runs.
    if rustix::process::geteuid().is_root() {
        matters("partial", "threads", &["threads", "200"]);
    }
}

/// Without namespaces a user's limit counts all threads that the user has. Those are not the
/// submission's.
#[test]
fn sandbox_leaves_threads_to_a_user_who_has_many() {
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::CommandExt;
    use std::process::Stdio;
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: only root can be a user who runs nothing else");
        return;
    }
    // A number that no other test and no account has.
    let alone = |command: &mut Command| {
        command.uid(59_999).gid(59_999).current_dir("/");
    };
    let mut other = Command::new(&*PROBE);
    alone(
        other
            .args(["try", "many"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped()),
    );
    let mut other = other.spawn().expect("it starts");
    let mut output = BufReader::new(other.stdout.take().expect("it is piped"));
    output.read_line(&mut String::new()).expect("a line");
    let mut few = command(&jail("partial", &[]), &[], &["threads", "20"]);
    alone(&mut few);
    let few = few.output().expect("it runs");
    drop(other.stdin.take());
    other.wait().expect("it ends");
    assert_eq!(text(&few.stdout), "done\n", "{}", text(&few.stderr));
}

#[test]
fn sandbox_without_the_file_size_limit_fills_its_folder() {
    matters("full", "file_size", &["fill", "/tmp/large"]);
}

#[test]
fn sandbox_without_its_own_processes_shows_the_machines() {
    let own = std::process::id().to_string();
    matters("full", "processes", &["process", &own]);
}

/// The filter stands in front of the network; behind it there is no network either.
#[test]
fn sandbox_without_its_own_network_and_the_filter_reaches_the_machine() {
    let listener = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let address = listener.local_addr().expect("an address").to_string();
    let send = ["send", address.as_str()];
    listener.set_nonblocking(true).expect("a socket");
    let arrived = || listener.recv(&mut [0; 16]).is_ok();
    for without in [&[][..], &["network"], &["filter"]] {
        assert!(!succeeds("full", without, &send), "without {without:?}");
        assert!(!arrived(), "without {without:?}");
    }
    assert!(succeeds("full", &["network", "filter"], &send));
    assert!(arrived());
}

#[test]
fn sandbox_gives_no_descriptors_no_environment_and_never_root() {
    for strength in ["full", "partial"] {
        let mut command = command(&jail(strength, &[]), &[], &["environment"]);
        let output = command.env("SECRET", "1").output().expect("it runs");
        assert_eq!(text(&output.stdout), "refused\n", "{strength}");
        assert!(!succeeds(strength, &[], &["descriptors"]), "{strength}");
        assert!(!succeeds(strength, &[], &["user", "0"]), "{strength}");
    }
}

/// With the call refused the helper says so, and the program never starts.
fn refused(strength: &str, wrapper: &[&str], name: &str) {
    let output = run(&jail(strength, &[]), wrapper, &["nothing"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(FAILED), "{name}: {said}");
    assert_eq!(text(&output.stdout), "", "{name}");
    assert!(
        said.starts_with("greenroom sandbox: failed to "),
        "{name}: {said}"
    );
}

#[test]
fn sandbox_starts_nothing_when_a_step_fails() {
    let both = [
        ("prctl", libc::SYS_prctl),
        ("close_range", libc::SYS_close_range),
        ("setsid", libc::SYS_setsid),
        ("capset", libc::SYS_capset),
        ("prlimit64", libc::SYS_prlimit64),
        ("landlock_create_ruleset", libc::SYS_landlock_create_ruleset),
        ("landlock_add_rule", libc::SYS_landlock_add_rule),
        ("landlock_restrict_self", libc::SYS_landlock_restrict_self),
        ("pipe2", libc::SYS_pipe2),
        ("chdir", libc::SYS_chdir),
    ];
    let namespaces = [
        ("mount", libc::SYS_mount),
        ("open_tree", libc::SYS_open_tree),
        ("move_mount", libc::SYS_move_mount),
        ("pivot_root", libc::SYS_pivot_root),
        ("umount2", libc::SYS_umount2),
    ];
    let becoming_a_user = [
        ("setresuid", libc::SYS_setresuid),
        ("setresgid", libc::SYS_setresgid),
    ];
    let root = rustix::process::geteuid().is_root();
    for strength in ["full", "partial"] {
        let output = run(&jail(strength, &[]), &[], &["nothing"]);
        assert_eq!(text(&output.stdout), "done\n", "{}", text(&output.stderr));
        let mut calls = both.to_vec();
        if strength == "full" {
            calls.extend(namespaces);
        }
        if root {
            calls.extend(becoming_a_user);
        }
        for (name, number) in calls {
            let number = number.to_string();
            let wrapper = ["without-call", number.as_str()];
            refused(strength, &wrapper, &format!("{strength}, {name}"));
        }
        let clone = libc::SYS_clone.to_string();
        refused(strength, &["with-flag", &clone], "fork");
        // Also how the filter of the program itself is applied.
        let seccomp = libc::SYS_seccomp.to_string();
        refused(strength, &["without-call", &seccomp], "seccomp");
    }
    let clone = libc::SYS_clone.to_string();
    refused("full", &["without-flag", &clone], "clone with namespaces");
}

/// A kernel, an emulation or a filter may answer "done" to a call and do nothing: the helper
/// looks whether each wall stands.
#[test]
fn sandbox_starts_nothing_when_a_step_has_no_effect() {
    let both = [
        ("close_range", libc::SYS_close_range),
        ("prctl", libc::SYS_prctl),
        ("setsid", libc::SYS_setsid),
        ("prlimit64", libc::SYS_prlimit64),
        ("landlock_restrict_self", libc::SYS_landlock_restrict_self),
        ("seccomp", libc::SYS_seccomp),
    ];
    let namespaces = [
        // Without namespaces there are no capabilities left to give up.
        ("capset", libc::SYS_capset),
        ("mount", libc::SYS_mount),
        ("move_mount", libc::SYS_move_mount),
        ("pivot_root", libc::SYS_pivot_root),
        ("umount2", libc::SYS_umount2),
    ];
    let becoming_a_user = [
        ("setresuid", libc::SYS_setresuid),
        ("setresgid", libc::SYS_setresgid),
    ];
    for strength in ["full", "partial"] {
        let mut calls = both.to_vec();
        if strength == "full" {
            calls.extend(namespaces);
        }
        if rustix::process::geteuid().is_root() {
            calls.extend(becoming_a_user);
        }
        for (name, number) in calls {
            let number = number.to_string();
            let wrapper = ["without-effect", number.as_str()];
            refused(strength, &wrapper, &format!("{strength}, {name}"));
        }
    }
    // The wrapper alone does no harm.
    let harmless = libc::SYS_acct.to_string();
    let wrapper = ["without-effect", harmless.as_str()];
    let output = run(&jail("full", &[]), &wrapper, &["nothing"]);
    assert_eq!(text(&output.stdout), "done\n", "{}", text(&output.stderr));
}

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
