//! The jails that the judge puts programs in.

use super::{Bind, Jail, Limits, Scratch, Strength, Walls, libraries};
use crate::problem;
use camino::{Utf8Path, Utf8PathBuf};

/// Room beside a problem's memory limit for what the driver and its threads need, in bytes.
const OVERHEAD: u64 = 32 << 20;

/// Address space beside the memory limit: threads reserve much more than they use.
const RESERVE: u64 = 2 << 30;

/// Threads that a submission may have beside its first.
const THREADS: u64 = 128;

impl Jail {
    /// The jail of a submission's program, and the program's path inside it. Nothing that
    /// outlives the run can be written there.
    pub fn for_submission(
        strength: Strength,
        program: &Utf8Path,
        limits: &problem::Limits,
    ) -> (Self, Utf8PathBuf) {
        let inside = if strength == Strength::Full {
            Bind::read_at(program, "/box/program")
        } else {
            Bind::read(program)
        };
        let path = inside.target.clone();
        let mut binds = libraries().to_vec();
        binds.push(inside);
        let data = limits.memory + limits.stack + OVERHEAD;
        let jail = Self {
            strength,
            bubblewrap: None,
            wrapped: false,
            walls: Walls::Run,
            binds,
            scratch: Some(Scratch {
                bytes: 16 << 20,
                files: 2048,
            }),
            folder: "/".into(),
            environment: vec![],
            limits: Limits {
                data: Some(data),
                address_space: Some(data + RESERVE),
                file_size: Some(16 << 20),
                files: Some(64),
                threads: Some(THREADS),
                cpu_s: None,
                stack: None,
            },
            keeps_user: false,
            counted: strength != Strength::None,
            groups: vec![],
            reports: true,
            without: vec![],
        };
        (jail, path)
    }

    /// The jail of a problem's model, and the program's path inside it: the walls are those
    /// of a submission, since packages come from strangers as well, but nothing is limited.
    pub fn for_model(strength: Strength, program: &Utf8Path) -> (Self, Utf8PathBuf) {
        let (jail, path) = Self::for_submission(strength, program, &problem::Limits::default());
        let jail = Self {
            limits: Limits {
                file_size: jail.limits.file_size,
                files: jail.limits.files,
                ..Limits::default()
            },
            // It lies in the cache, which may be root's alone.
            keeps_user: true,
            counted: false,
            ..jail
        };
        (jail, path)
    }

    /// No jail at all.
    pub fn open() -> Self {
        Self {
            strength: Strength::None,
            bubblewrap: None,
            wrapped: false,
            walls: Walls::Run,
            binds: vec![],
            scratch: None,
            folder: "/".into(),
            environment: vec![],
            limits: Limits::default(),
            keeps_user: true,
            counted: false,
            groups: vec![],
            reports: true,
            without: vec![],
        }
    }

    /// The jail of the compiler on somebody else's sources: it reads the `readable` and its
    /// own folders, writes the `writable`, and starts in `folder`.
    pub fn for_compiler(
        strength: Strength,
        sysroot: &Utf8Path,
        readable: &[&Utf8Path],
        writable: &Utf8Path,
        folder: &Utf8Path,
        cpu_ms: u64,
        memory: u64,
    ) -> Self {
        let mut binds: Vec<Bind> = readable.iter().map(|path| Bind::read(*path)).collect();
        binds.extend(["bin", "lib"].map(|part| Bind::read(sysroot.join(part))));
        // The compiler loads more than the judge does, from the same folders.
        let mut folders: Vec<&Utf8Path> = libraries()
            .iter()
            .filter_map(|library| library.source.parent())
            .collect();
        folders.sort_unstable();
        folders.dedup();
        binds.extend(folders.into_iter().map(Bind::read));
        binds.extend(
            libraries()
                .iter()
                .filter(|library| library.source != library.target)
                .cloned(),
        );
        binds.push(Bind::write(writable));
        Self {
            strength,
            bubblewrap: None,
            wrapped: false,
            walls: Walls::Run,
            binds,
            scratch: Some(Scratch {
                bytes: 64 << 20,
                files: 1024,
            }),
            folder: folder.to_owned(),
            // Without /proc the compiler does not find its libraries beside itself.
            environment: vec![
                ("LD_LIBRARY_PATH".into(), sysroot.join("lib").into()),
                ("RUSTC_ICE".into(), "0".into()),
            ],
            limits: Limits {
                data: Some(memory),
                address_space: Some(memory.saturating_mul(4)),
                file_size: Some(128 << 20),
                files: Some(256),
                threads: Some(64),
                cpu_s: Some(cpu_ms.div_ceil(1000)),
                stack: None,
            },
            // A toolchain in root's home is out of reach for anybody else; in a namespace
            // it is opened before the user changes.
            keeps_user: true,
            counted: false,
            groups: vec![],
            reports: false,
            without: vec![],
        }
    }
}
