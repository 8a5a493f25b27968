//! Whether the walls stand: the kernel is asked, not the calls that built them. A call can
//! report success and do nothing, under an emulation or somebody's filter.

use super::super::{Bind, Jail, Layer, Strength};
use super::{Fault, User, fault, process};
use camino::Utf8Path;
use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags, Stat, StatVfsMountFlags, fstat, open, readlinkat, stat, statvfs};
use rustix::io::Errno;
use std::io;

fn missing(what: &'static str) -> Fault {
    fault(what)(io::Error::other("the call succeeded without effect"))
}

fn require(holds: bool, what: &'static str) -> Result<(), Fault> {
    if holds { Ok(()) } else { Err(missing(what)) }
}

/// Process 1 is in namespaces of its own: asked by the helper outside.
pub fn namespaces(jail: &Jail, init: u32) -> Result<(), Fault> {
    let mut kinds = vec!["user", "mnt", "ipc", "uts", "cgroup"];
    if jail.has(Layer::Network) {
        kinds.push("net");
    }
    if jail.has(Layer::Processes) {
        kinds.push("pid");
    }
    let namespaces = |process: &str| {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        open(format!("/proc/{process}/ns"), flags, Mode::empty())
            .map_err(fault("look at the namespaces"))
    };
    let (own, inner) = (namespaces("self")?, namespaces(&init.to_string())?);
    for kind in kinds {
        let of = |folder: &OwnedFd| {
            readlinkat(folder, kind, Vec::new()).map_err(fault("look at the namespaces"))
        };
        require(
            of(&own)? != of(&inner)?,
            "make a process with namespaces of its own",
        )?;
    }
    Ok(())
}

/// Something was mounted: the folder is not on the device that it was on.
pub fn mounted(before: &Stat, after: &Stat) -> Result<(), Fault> {
    require(before.st_dev != after.st_dev, "mount a file system")
}

/// The process sees the new root, with nothing above it, and in it the sources as they were
/// to be mounted.
pub fn root(jail: &Jail, own: &Stat, sources: &[OwnedFd]) -> Result<(), Fault> {
    let same = |one: &Stat, other: &Stat| (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino);
    let look = |path: &Utf8Path| stat(path.as_std_path()).map_err(fault("look at the new root"));
    // A root that was not left would lie on top of the new one.
    for path in ["/", "/..", "."] {
        require(same(&look(path.into())?, own), "change the root")?;
    }
    for (Bind { target, .. }, source) in jail.binds.iter().zip(sources) {
        let found = fstat(source).map_err(fault("look at the new root"))?;
        require(
            same(&look(target)?, &found),
            "put what the program shall see into the new root",
        )?;
    }
    flags(jail, StatVfsMountFlags::NOEXEC)
}

/// The mounts are as hard as they were to be; `scratch` is asked of `/tmp` beside that.
fn flags(jail: &Jail, scratch: StatVfsMountFlags) -> Result<(), Fault> {
    let hard = StatVfsMountFlags::NOSUID | StatVfsMountFlags::NODEV;
    let has = |path: &Utf8Path, flags: StatVfsMountFlags| {
        statvfs(path.as_std_path())
            .map(|found| found.f_flag.contains(flags))
            .map_err(fault("look at the new root"))
    };
    let read_only = "make what the program sees read-only";
    require(
        has("/".into(), hard | StatVfsMountFlags::RDONLY)?,
        read_only,
    )?;
    if jail.scratch.is_some() {
        require(has("/tmp".into(), hard | scratch)?, "mount a /tmp")?;
    }
    for Bind {
        target, writable, ..
    } in &jail.binds
    {
        let access = if *writable {
            StatVfsMountFlags::empty()
        } else {
            StatVfsMountFlags::RDONLY
        };
        require(has(target, hard | access)?, read_only)?;
    }
    Ok(())
}

/// Bubblewrap has made what it was asked for: this is a process of a namespace whose first
/// one is bubblewrap's, and the root is not the machine's.
pub fn wrapped(jail: &Jail) -> Result<(), Fault> {
    let parent = rustix::process::getppid().map(rustix::process::Pid::as_raw_nonzero);
    require(
        parent.is_some_and(|parent| parent.get() == 1),
        "make processes of its own by bubblewrap",
    )?;
    // The network is the machine's if it has more than the one that leads nowhere; without
    // a /proc or /sys it can only be tried, which the test run of the sandbox does.
    flags(jail, StatVfsMountFlags::empty())
}

/// Everything is given up that the program must not have. The last step before it starts.
pub fn given_up(jail: &Jail, user: User) -> Result<(), Fault> {
    process::is_somebody(user.as_seen(jail))?;
    require(
        process::dies_with_parent()?,
        "tie the process to its parent",
    )?;
    if user.changes && !jail.keeps_user {
        let groups = rustix::process::getgroups().map_err(fault("look at the groups"))?;
        require(groups.is_empty(), "give up groups")?;
    }
    if jail.strength == Strength::None {
        return Ok(());
    }
    let found = rustix::thread::capabilities(None).map_err(fault("look at the capabilities"))?;
    require(
        found.effective.is_empty() && found.permitted.is_empty() && found.inheritable.is_empty(),
        "give up capabilities",
    )?;
    require(
        rustix::thread::no_new_privs().map_err(fault("look at the privileges"))?,
        "give up new privileges",
    )?;
    if jail.has(Layer::Landlock) {
        // No program is given the root itself to list.
        let listed = open("/", OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty());
        require(
            listed.err() == Some(Errno::ACCESS),
            "restrict files and network with Landlock",
        )?;
    }
    if jail.has(Layer::Filter) {
        require(process::filter_holds(), "apply the filter")?;
    }
    Ok(())
}
