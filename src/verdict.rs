//! Verdicts and their reasons.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! verdicts {
    ($($variant:ident $text:literal $code:literal $doc:literal)*) => {
        /// What the judge says of a submission, worst first: the first that applies is the
        /// submission's.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Verdict {
            $(#[doc = $doc] $variant,)*
        }

        impl Verdict {
            /// All verdicts, worst first.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in words, as in files and folders.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The two letters.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// What it means, in one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc),* }
            }
        }
    };
}

verdicts! {
    JudgingError "judging_error" "JE" "The judge or the problem is at fault; nothing is said about the submission."
    CompileError "compile_error" "CE" "The compiler refuses it, or the contract is not met."
    Rejected "rejected" "RJ" "It breaks a rule of the problem."
    Tampered "tampered" "TM" "Its process left the protocol: an early exit, forged or missing records."
    RunTimeError "run_time_error" "RE" "It panicked, aborted, was killed by a signal, or overflowed its stack."
    MemoryLimitExceeded "memory_limit_exceeded" "MLE" "It asked for more memory than the problem allows."
    TimeLimitExceeded "time_limit_exceeded" "TLE" "It used more time than the problem allows."
    OutputLimitExceeded "output_limit_exceeded" "OLE" "It printed more than the problem allows."
    Deadlock "deadlock" "DL" "Threads wait for each other, or for something that never comes."
    Livelock "livelock" "LL" "Threads run for ever without getting on."
    DataRace "data_race" "DR" "Two threads use the same memory without an order between them."
    NotLinearizable "not_linearizable" "NL" "No order of the calls explains the answers."
    WrongAnswer "wrong_answer" "WA" "An answer is not what the contract asks for."
    MemoryLeak "memory_leak" "ML" "Heap is not given back, or grows without need."
    ComplexityExceeded "complexity_exceeded" "CX" "The cost grows faster than the problem allows."
    BusyWait "busy_wait" "BW" "It burns CPU while it should sleep."
    BelowThreshold "below_threshold" "BT" "A score of the simulation is not reached."
    Inconclusive "inconclusive" "IN" "Nothing wrong was found, but a required check could not be completed."
    Accepted "accepted" "AC" "Everything that was judged is right."
}

impl Verdict {
    /// Whether judging again would say the same: what was unclear may be clear another time.
    pub const fn is_settled(self) -> bool {
        !matches!(self, Self::JudgingError | Self::Inconclusive)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

impl FromStr for Verdict {
    type Err = UnknownVerdict;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|verdict| verdict.text() == text)
            .ok_or_else(|| UnknownVerdict(text.into()))
    }
}

/// A text that names no verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a verdict")]
pub struct UnknownVerdict(pub String);

/// Why a verdict was given, where the verdict alone does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A call panicked.
    Panic,
    /// Dropping the subject or a handle panicked.
    DropPanic,
    /// `todo!()` or `unimplemented!()` was reached.
    NotWritten,
    /// The process aborted itself.
    Abort,
    /// The process was killed by a signal.
    Signal,
    /// The stack overflowed.
    StackOverflow,
    /// The process left before it was asked to.
    EarlyExit,
    /// What the process sent is not part of the protocol.
    Forged,
    /// CPU time ran out.
    CpuTime,
    /// Time on the clock ran out.
    WallTime,
    /// The compiler says no.
    Compiler,
    /// The compiler ran out of its time or memory allowance.
    CompilerLimit,
    /// The contract is not met.
    Contract,
    /// A type does not have a trait that the contract asks for, or has one that it forbids.
    Bounds,
    /// The sources break a rule.
    Source,
    /// A counted value was never dropped.
    NotDropped,
    /// A counted value was dropped more than once.
    DroppedTwice,
    /// State leaks between instances: a case that fails after others passes alone.
    LeaksBetweenInstances,
    /// Dropping everything does not give all memory back.
    NotGivenBack,
    /// The heap rises while what is held stays the same.
    HeapGrows,
    /// Memory is asked for too often.
    Allocations,
    /// Threads of the submission's own are left when everything was dropped.
    ThreadsLeft,
}

impl Reason {
    /// As in reports and in `//! reason:` lines.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::DropPanic => "drop_panic",
            Self::NotWritten => "not_written",
            Self::Abort => "abort",
            Self::Signal => "signal",
            Self::StackOverflow => "stack_overflow",
            Self::EarlyExit => "early_exit",
            Self::Forged => "forged",
            Self::CpuTime => "cpu_time",
            Self::WallTime => "wall_time",
            Self::Compiler => "compiler",
            Self::CompilerLimit => "compiler_limit",
            Self::Contract => "contract",
            Self::Bounds => "bounds",
            Self::Source => "source",
            Self::NotDropped => "not_dropped",
            Self::DroppedTwice => "dropped_twice",
            Self::LeaksBetweenInstances => "leaks_between_instances",
            Self::NotGivenBack => "not_given_back",
            Self::HeapGrows => "heap_grows",
            Self::Allocations => "allocations",
            Self::ThreadsLeft => "threads_left",
        }
    }

    /// Whether it is found only by counting values.
    pub const fn counts_values(self) -> bool {
        matches!(self, Self::NotDropped | Self::DroppedTwice)
    }

    /// Every reason.
    pub const ALL: [Self; 22] = [
        Self::Panic,
        Self::DropPanic,
        Self::NotWritten,
        Self::Abort,
        Self::Signal,
        Self::StackOverflow,
        Self::EarlyExit,
        Self::Forged,
        Self::CpuTime,
        Self::WallTime,
        Self::Compiler,
        Self::CompilerLimit,
        Self::Contract,
        Self::Bounds,
        Self::Source,
        Self::NotDropped,
        Self::DroppedTwice,
        Self::LeaksBetweenInstances,
        Self::NotGivenBack,
        Self::HeapGrows,
        Self::Allocations,
        Self::ThreadsLeft,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_reads_back_from_its_name() {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.text().parse(), Ok(*verdict));
            let json = serde_json::to_string(verdict).expect("a name");
            assert_eq!(json, format!("\"{}\"", verdict.text()));
        }
        assert!("acepted".parse::<Verdict>().is_err());
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<&str> = Verdict::ALL.iter().map(|verdict| verdict.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Verdict::ALL.len());
    }

    #[test]
    fn reasons_are_written_as_they_are_serialised() {
        for reason in Reason::ALL {
            let json = serde_json::to_string(&reason).expect("a name");
            assert_eq!(json, format!("\"{}\"", reason.text()));
        }
    }
}
