//! What was seen of a process. No opinion.

/// How a process was when it was last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// How it ended.
    pub exit: Exit,
    /// The limit for which the judge, or the kernel in its place, stopped it.
    pub stopped: Option<Limit>,
    /// Whether at that moment all its threads slept, and had used no CPU time for as long as
    /// half of the time on the clock that it was allowed.
    pub asleep: bool,
    /// CPU time of all its threads, in milliseconds; `None` where it cannot be read.
    pub cpu_ms: Option<u64>,
    /// Whether it sent something after its last answer, which nobody had asked for.
    pub trailing: bool,
    /// The most memory it held, in bytes; `None` where it cannot be read.
    pub peak_memory: Option<u64>,
    /// What it printed to standard output.
    pub stdout: Captured,
    /// What it printed to standard error.
    pub stderr: Captured,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// By itself, with this code.
    Code(i32),
    /// By this signal.
    Signal(i32),
}

/// A limit that a process can run into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// CPU time.
    Cpu,
    /// Time on the clock.
    Wall,
    /// Bytes printed.
    Output,
    /// Memory, counted by the kernel.
    Memory,
}

/// Printed bytes, up to a cap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captured {
    /// The bytes that were kept.
    pub bytes: Vec<u8>,
    /// Whether there were more.
    pub cut: bool,
}

impl Captured {
    /// As text, with replacement characters for what is not UTF-8.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}
