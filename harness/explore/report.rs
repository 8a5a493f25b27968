//! What an exploration came to.

use crate::config::Allowance;
use crate::model::operation::Kind;
use crate::model::thread::ThreadId;
use crate::order::Race;
use crate::search::schedule::Schedule;
use std::fmt;
use std::panic::Location;

/// How much was explored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Every execution with at most these faults, up to the order of events that do not
    /// matter to each other.
    Exhaustive(Allowance),
    /// Only so many executions.
    Bounded {
        /// How many.
        executions: u64,
    },
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exhaustive(allowance) => write!(f, "exhaustive ({allowance})"),
            Self::Bounded { executions: 1 } => f.write_str("bounded (1 execution)"),
            Self::Bounded { executions } => write!(f, "bounded ({executions} executions)"),
        }
    }
}

/// A thread that waits for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Which.
    pub thread: ThreadId,
    /// In what.
    pub kind: Kind,
    /// Where the program says so.
    pub location: &'static Location<'static>,
    /// Who would have to act: the holder of the lock, the thread joined.
    pub on: Option<ThreadId>,
}

/// Why an execution is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The main thread panicked; this is the first panic of the execution.
    Panic {
        /// Who panicked first.
        thread: ThreadId,
        /// Message and place.
        message: String,
    },
    /// The main thread waits and so does everybody else.
    Deadlock(Vec<Blocked>),
    /// The main thread waits for ever, and somebody asks the same question for ever.
    Livelock(Vec<Blocked>),
    /// What the caller found wrong with a complete execution.
    Refuted(String),
    /// Two accesses to the same memory that nothing orders.
    Race(Box<Race>),
    /// The memory of an execution is used up.
    Memory,
    /// A thread ran out of stack.
    Stack(ThreadId),
    /// More threads than an execution may have, or than there is memory for.
    Threads,
    /// The program uses something that cannot be explored.
    Unsupported(String),
    /// The same choices led elsewhere: something that is not explored decides.
    Nondeterministic,
}

impl Failure {
    /// Whether the program is at fault; otherwise nothing is known about it.
    pub fn accuses(&self) -> bool {
        match self {
            Self::Panic { .. }
            | Self::Deadlock(_)
            | Self::Livelock(_)
            | Self::Refuted(_)
            | Self::Race(_) => true,
            Self::Memory
            | Self::Stack(_)
            | Self::Threads
            | Self::Unsupported(_)
            | Self::Nondeterministic => false,
        }
    }
}

/// One event of a witness.
#[derive(Clone, Debug)]
pub struct WitnessStep {
    /// Whose.
    pub thread: ThreadId,
    /// What was done.
    pub kind: Kind,
    /// To which object, by number; 0 for none.
    pub object: u32,
    /// Where the program says so.
    pub location: &'static Location<'static>,
    /// The operation's number in the history, or the thread joined.
    pub argument: u64,
    /// What was chosen with it, as in [`label`](crate::label).
    pub label: u8,
    /// Whether the thread before could have gone on.
    pub is_preemption: bool,
}

/// A failure, and the shortest way to see it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What failed.
    pub failure: Failure,
    /// How.
    pub witness: Witness,
}

/// An execution as it is shown.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The events, in the order with the fewest preemptions among those that mean the same.
    pub steps: Vec<WitnessStep>,
    /// How many preemptions that order has.
    pub preemptions: u32,
    /// The same order, to be run again.
    pub schedule: Schedule,
}

/// What an exploration came to.
#[derive(Clone, Debug)]
pub struct Report {
    /// How much was explored.
    pub coverage: Coverage,
    /// Executions that ran to an end.
    pub executions: u64,
    /// Executions that were left because what follows was explored already.
    pub redundant: u64,
    /// Executions that were cut off.
    pub truncated: u64,
    /// Events that were performed.
    pub events: u64,
    /// How often the exploration began again with more events.
    pub restarts: u32,
    /// The most threads that an execution had.
    pub threads: usize,
    /// The most objects that two or more threads touched in one execution.
    pub shared_objects: usize,
    /// The most memory blocks that were left at the end of an execution all of whose
    /// threads ended; 0 where the arena is not installed.
    pub leaked_blocks: u64,
    /// The most threads that were left waiting when the main thread had ended.
    pub left_behind: usize,
    /// Where the program asks the same question over and over instead of waiting.
    pub spins: Vec<&'static Location<'static>>,
    /// The first failure.
    pub finding: Option<Finding>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_always_names_the_faults() {
        let coverage = Coverage::Exhaustive(Allowance::ONE_EACH).to_string();
        assert_eq!(
            coverage,
            "exhaustive (1 spurious wake-up, 1 weak exchange failure, 1 early time-out)"
        );
        let none = Coverage::Exhaustive(Allowance::default());
        assert_eq!(none.to_string(), "exhaustive (no faults)");
        let bounded = Coverage::Bounded { executions: 12 };
        assert_eq!(bounded.to_string(), "bounded (12 executions)");
    }
}
