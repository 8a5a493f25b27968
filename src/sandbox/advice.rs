//! What would make the sandbox stronger on this machine.

use std::fs;

/// What to do so that namespaces work, as exactly as it can be told.
pub fn for_full() -> String {
    let read = |path: &str| {
        fs::read_to_string(path)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    if !cfg!(target_os = "linux") {
        return "only Linux has the walls of the full sandbox; a virtual machine with Linux has them".into();
    }
    // One line for one user, and that one is root outside as well.
    let users = read("/proc/self/uid_map");
    let mut numbers = users.split_whitespace().skip(1);
    if (numbers.next(), numbers.next(), numbers.next()) == (Some("0"), Some("1"), None) {
        return "leave this user namespace, or make it with more users in it \
                (`unshare --map-auto --map-root-user`)"
            .into();
    }
    if read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1" {
        return "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0 (AppArmor keeps \
                users from namespaces of their own here)"
            .into();
    }
    if read("/proc/sys/kernel/unprivileged_userns_clone") == "0" {
        return "sudo sysctl kernel.unprivileged_userns_clone=1".into();
    }
    if read("/proc/sys/user/max_user_namespaces") == "0" {
        return "sudo sysctl user.max_user_namespaces=15000".into();
    }
    if fs::exists("/.dockerenv").unwrap_or(false)
        || fs::exists("/run/.containerenv").unwrap_or(false)
    {
        return "start the container with `--security-opt seccomp=unconfined --security-opt \
                apparmor=unconfined --security-opt systempaths=unconfined`: by default it may \
                not make namespaces"
            .into();
    }
    "allow this user to make user namespaces".into()
}
