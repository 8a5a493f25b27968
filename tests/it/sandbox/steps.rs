//! A step that fails, or has no effect, is never passed over.

use super::{FAILED, jail, run, text};

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
