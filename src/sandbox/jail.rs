//! The description of a jail, as it is handed to the helper.

use super::{COMMAND, Strength};
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;

/// What a program is given and what is kept from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jail {
    /// How strong the walls are.
    pub strength: Strength,
    /// The bubblewrap that makes the namespaces of strength full, where the helper may not.
    #[serde(default)]
    pub bubblewrap: Option<Utf8PathBuf>,
    /// Whether it is inside of bubblewrap: the helper there puts up what is left.
    #[serde(default)]
    pub wrapped: bool,
    /// Which system calls are left.
    pub walls: Walls,
    /// What it sees of the file system.
    pub binds: Vec<Bind>,
    /// An empty `/tmp` of its own, if it gets one (strength full).
    pub scratch: Option<Scratch>,
    /// The folder it starts in, as it sees it.
    pub folder: Utf8PathBuf,
    /// Its whole environment.
    pub environment: Vec<(String, String)>,
    /// What it may use.
    pub limits: Limits,
    /// Whether it stays the judge's own user where there are no namespaces. Its rights are
    /// taken away all the same.
    pub keeps_user: bool,
    /// Whether the kernel shall count its memory and threads where it can: see
    /// [`group`](super::group).
    #[serde(default)]
    pub counted: bool,
    /// The control groups it joins, as folders.
    pub groups: Vec<Utf8PathBuf>,
    /// Whether descriptor 3 waits for [`Status`](super::Status) lines. Otherwise the
    /// helper's own exit code says how the program ended: 128 and the signal, or its code.
    pub reports: bool,
    /// Layers that are left out. Only tests do that, to show that each layer matters.
    pub without: Vec<Layer>,
}

/// Which system calls are left to a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Walls {
    /// For submissions and for the compiler on their sources: threads, memory, files; no
    /// process, no program, no socket.
    Run,
}

/// A file or folder that a program sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bind {
    /// Where it is.
    pub source: Utf8PathBuf,
    /// Where the program sees it; the same place below strength full.
    pub target: Utf8PathBuf,
    /// Whether the program may write there.
    pub writable: bool,
}

impl Bind {
    /// Something to read, in its own place.
    pub fn read(path: impl Into<Utf8PathBuf>) -> Self {
        let path = path.into();
        Self {
            source: path.clone(),
            target: path,
            writable: false,
        }
    }

    /// Something to write, in its own place.
    pub fn write(path: impl Into<Utf8PathBuf>) -> Self {
        Self {
            writable: true,
            ..Self::read(path)
        }
    }

    /// Something to read, in another place.
    pub fn read_at(source: impl Into<Utf8PathBuf>, target: impl Into<Utf8PathBuf>) -> Self {
        Self {
            target: target.into(),
            ..Self::read(source)
        }
    }
}

/// How large the program's own `/tmp` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scratch {
    /// In bytes.
    pub bytes: u64,
    /// In files.
    pub files: u64,
}

/// Limits that the operating system keeps for a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Private memory it may write to, in bytes.
    pub data: Option<u64>,
    /// Address space, in bytes. Threads reserve much more of it than they use.
    pub address_space: Option<u64>,
    /// Bytes of any file it writes.
    pub file_size: Option<u64>,
    /// Descriptors.
    pub files: Option<u64>,
    /// Threads of the user it runs as. Counted by the kernel per user: no limit for root.
    pub threads: Option<u64>,
    /// CPU time of all its threads, in seconds: the last resort behind the judge's own clock.
    pub cpu_s: Option<u64>,
    /// The stack of its first thread, in bytes.
    pub stack: Option<u64>,
}

/// A part of the walls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The file system of its own.
    Root,
    /// The network of its own.
    Network,
    /// Landlock.
    Landlock,
    /// The system call filter.
    Filter,
    /// The limit on memory.
    Memory,
    /// The limit on threads.
    Threads,
    /// The limit on the size of files.
    FileSize,
    /// The process number 1 of its own, and all that hides other processes.
    Processes,
}

impl Jail {
    /// Whether nothing keeps the program from starting processes.
    pub fn may_start_processes(&self) -> bool {
        self.strength == Strength::None || self.without.contains(&Layer::Filter)
    }

    /// The same where bubblewrap makes the namespaces, if it does.
    pub fn through(mut self, bubblewrap: Option<&Utf8Path>) -> Self {
        self.bubblewrap = bubblewrap.map(Utf8Path::to_owned);
        self
    }

    /// Whether the layer is part of the walls.
    pub fn has(&self, layer: Layer) -> bool {
        !self.without.contains(&layer)
    }

    /// The arguments that make the judge's binary start a program in this jail; the program
    /// and its own arguments follow them.
    pub fn arguments(&self) -> [OsString; 2] {
        let jail = serde_json::to_string(self).expect("a jail is plain data");
        [COMMAND.into(), jail.into()]
    }
}
