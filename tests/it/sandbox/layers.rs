//! Every layer matters: without it something gets through.

use super::{PROBE, command, jail, matters, succeeds, text};
use std::net::UdpSocket;
use std::process::Command;

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
