//! A file system with next to nothing in it.

use super::super::{Bind, Jail};
use super::{Fault, fault, verify};
use camino::Utf8Path;
use rustix::fd::OwnedFd;
use rustix::fs::{CWD, FileType, Mode, OFlags, fstat, open, stat};
use rustix::mount::{
    MountFlags, MountPropagationFlags, MoveMountFlags, OpenTreeFlags, UnmountFlags, mount,
    mount_change, mount_remount, move_mount, open_tree, unmount,
};
use std::ffi::CString;
use std::fs;
use std::io;

/// Where the new root is built. It only has to exist; what is in it stays hidden.
const BUILD_AT: &str = "/tmp";

/// Opens what will be bound while the process may still read it: a toolchain can lie in
/// root's home, which the program's user may not enter.
pub fn open_sources(binds: &[Bind]) -> Result<Vec<OwnedFd>, Fault> {
    binds
        .iter()
        .map(|bind| {
            let flags = OFlags::PATH | OFlags::CLOEXEC;
            open(bind.source.as_std_path(), flags, Mode::empty())
                .map_err(fault("open what the program shall see"))
        })
        .collect()
}

/// Makes an empty root, binds the sources into it, and goes there for good.
pub fn enter_root(jail: &Jail, sources: &[OwnedFd]) -> Result<(), Fault> {
    let hard = MountFlags::NOSUID | MountFlags::NODEV;
    let private = MountPropagationFlags::PRIVATE | MountPropagationFlags::REC;
    mount_change("/", private).map_err(fault("cut the mounts off from the machine's"))?;
    tmpfs(
        BUILD_AT,
        "size=1m,nr_inodes=1024,mode=755",
        hard,
        "mount an empty root",
    )?;
    let root = Utf8Path::new(BUILD_AT);
    // First, since what the program sees may lie below /tmp.
    if let Some(scratch) = jail.scratch {
        let target = root.join("tmp");
        fs::create_dir_all(&target).map_err(fault("make a place for /tmp"))?;
        let options = format!(
            "size={},nr_inodes={},mode=777",
            scratch.bytes, scratch.files
        );
        let flags = hard | MountFlags::NOEXEC;
        tmpfs(target.as_str(), &options, flags, "mount a /tmp")?;
    }
    for (bind, source) in jail.binds.iter().zip(sources) {
        let target = root.join(bind.target.as_str().trim_start_matches('/'));
        make_place(source, &target).map_err(fault("make a place in the new root"))?;
        let flags = OpenTreeFlags::OPEN_TREE_CLONE
            | OpenTreeFlags::OPEN_TREE_CLOEXEC
            | OpenTreeFlags::AT_EMPTY_PATH;
        let tree =
            open_tree(source, "", flags).map_err(fault("take what the program shall see"))?;
        move_mount(
            &tree,
            "",
            CWD,
            target.as_str(),
            MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH,
        )
        .map_err(fault("put what the program shall see into the new root"))?;
        let access = if bind.writable {
            MountFlags::empty()
        } else {
            MountFlags::RDONLY
        };
        mount_remount(target.as_str(), MountFlags::BIND | hard | access, "")
            .map_err(fault("make what the program sees read-only"))?;
    }
    std::env::set_current_dir(root).map_err(fault("enter the new root"))?;
    let own = stat(".").map_err(fault("look at the new root"))?;
    rustix::process::pivot_root(".", ".").map_err(fault("change the root"))?;
    unmount(".", UnmountFlags::DETACH).map_err(fault("leave the old root"))?;
    mount_remount("/", MountFlags::BIND | MountFlags::RDONLY | hard, "")
        .map_err(fault("make the root read-only"))?;
    std::env::set_current_dir("/").map_err(fault("enter the root"))?;
    verify::root(jail, &own, sources)
}

fn tmpfs(target: &str, options: &str, flags: MountFlags, doing: &'static str) -> Result<(), Fault> {
    let options = CString::new(options).expect("numbers hold no NUL");
    let before = stat(target).map_err(fault(doing))?;
    mount("tmpfs", target, "tmpfs", flags, Some(options.as_c_str())).map_err(fault(doing))?;
    // At once: what is made in it next must not lie on the machine.
    verify::mounted(&before, &stat(target).map_err(fault(doing))?)
}

/// A folder or an empty file for the source to be mounted on.
fn make_place(source: &OwnedFd, target: &Utf8Path) -> io::Result<()> {
    let kind = FileType::from_raw_mode(fstat(source)?.st_mode);
    if kind == FileType::Directory {
        return fs::create_dir_all(target);
    }
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::File::create(target).map(drop)
}
