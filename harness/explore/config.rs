//! What is explored, and how far.

use std::fmt;

/// How often the things may go wrong that correct programs have to expect. Each happens at
/// most this often in one execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Allowance {
    /// A wait or a park ends although nobody ended it.
    pub spurious_wakeups: u8,
    /// A weak exchange fails although the value was the expected one.
    pub weak_failures: u8,
    /// A time-out or a sleep is over before any other thread did anything.
    pub early_timeouts: u8,
}

impl Allowance {
    /// One of each.
    pub const ONE_EACH: Self = Self {
        spurious_wakeups: 1,
        weak_failures: 1,
        early_timeouts: 1,
    };
}

impl fmt::Display for Allowance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = vec![];
        let mut part = |count: u8, one: &str, many: &str| match count {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            count => parts.push(format!("{count} {many}")),
        };
        part(
            self.spurious_wakeups,
            "spurious wake-up",
            "spurious wake-ups",
        );
        part(
            self.weak_failures,
            "weak exchange failure",
            "weak exchange failures",
        );
        part(self.early_timeouts, "early time-out", "early time-outs");
        if parts.is_empty() {
            f.write_str("no faults")
        } else {
            f.write_str(&parts.join(", "))
        }
    }
}

/// What is explored, and how far.
#[derive(Clone, Debug)]
pub struct Config {
    /// The faults each execution may contain.
    pub allowance: Allowance,
    /// After how many executions the exploration stops. Those that are given up because
    /// whatever follows was explored already are not among them.
    pub max_executions: u64,
    /// After how many events an execution is cut off. At most 60,000.
    pub max_events: u32,
    /// Whether the exploration goes on after a failure.
    pub goes_on: bool,
    /// Whether equivalent executions are left out. Without it every order of all events is
    /// run, which only tests of the explorer want.
    pub reduces: bool,
    /// Whether data races are looked for, by what code says of its accesses that rustc
    /// instrumented for threads.
    pub finds_races: bool,
    /// How much memory each thread of the program may use, in bytes. Only reserved; what
    /// is not touched costs nothing.
    pub memory_per_thread: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            allowance: Allowance::ONE_EACH,
            max_executions: 1_000_000,
            max_events: 10_000,
            goes_on: false,
            reduces: true,
            finds_races: false,
            memory_per_thread: 16 << 20,
        }
    }
}
