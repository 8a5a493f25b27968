//! What it means that a process did not answer.

use crate::problem::Limits;
use crate::run::observation::{Exit, Limit};
use crate::run::session::Lost;
use crate::verdict::{Reason, Verdict};

/// A verdict on a process that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: Option<Reason>,
    /// In a few words: "2 s of CPU time used".
    pub why: String,
}

const SIGNAL_ABORT: i32 = 6;
const SIGNAL_CPU: i32 = 24;
const SIGNAL_FILE_SIZE: i32 = 25;

/// Judges a loss. Pure: equal observations, equal verdict.
pub fn judge(lost: &Lost, limits: &Limits) -> Loss {
    let loss = |verdict, reason, why: String| Loss {
        verdict,
        reason,
        why,
    };
    if let Some(limit) = lost.observation.stopped {
        return match limit {
            Limit::Cpu => cpu(lost),
            Limit::Wall if lost.observation.asleep => loss(
                Verdict::Deadlock,
                None,
                format!(
                    "after {} every thread sleeps, and nothing wakes one",
                    seconds(lost.allowance.wall_ms)
                ),
            ),
            Limit::Wall => loss(
                Verdict::TimeLimitExceeded,
                Some(Reason::WallTime),
                format!("no answer after {}", seconds(lost.allowance.wall_ms)),
            ),
            Limit::Output => output(limits),
            Limit::Memory => loss(
                Verdict::MemoryLimitExceeded,
                None,
                format!("more than {} of memory used", bytes(limits.memory)),
            ),
        };
    }
    if let Some(expected) = lost.forged {
        return loss(
            Verdict::Tampered,
            Some(Reason::Forged),
            format!("what the process sent is not part of the protocol: expected {expected}"),
        );
    }
    let printed = lost.observation.stderr.text();
    match lost.observation.exit {
        Exit::Code(code) => loss(
            Verdict::Tampered,
            Some(Reason::EarlyExit),
            format!("the process left with exit code {code} before it was done"),
        ),
        Exit::Signal(SIGNAL_ABORT) if printed.contains("has overflowed its stack") => loss(
            Verdict::RunTimeError,
            Some(Reason::StackOverflow),
            format!("the stack of {} overflowed", bytes(limits.stack)),
        ),
        Exit::Signal(SIGNAL_ABORT) if printed.contains("memory allocation of ") => loss(
            Verdict::MemoryLimitExceeded,
            None,
            format!("more than {} of memory asked for", bytes(limits.memory)),
        ),
        Exit::Signal(SIGNAL_ABORT) => loss(
            Verdict::RunTimeError,
            Some(Reason::Abort),
            "the process aborted".into(),
        ),
        Exit::Signal(SIGNAL_CPU) => cpu(lost),
        Exit::Signal(SIGNAL_FILE_SIZE) => output(limits),
        Exit::Signal(signal) => loss(
            Verdict::RunTimeError,
            Some(Reason::Signal),
            format!("the process was killed by signal {signal}{}", name(signal)),
        ),
    }
}

fn cpu(lost: &Lost) -> Loss {
    Loss {
        verdict: Verdict::TimeLimitExceeded,
        reason: Some(Reason::CpuTime),
        why: format!("{} of CPU time used", seconds(lost.allowance.cpu_ms)),
    }
}

fn output(limits: &Limits) -> Loss {
    Loss {
        verdict: Verdict::OutputLimitExceeded,
        reason: None,
        why: format!("more than {} printed", bytes(limits.output)),
    }
}

const fn name(signal: i32) -> &'static str {
    match signal {
        4 => " (illegal instruction)",
        7 => " (bus error)",
        8 => " (arithmetic error)",
        9 => " (killed)",
        11 => " (segmentation fault)",
        31 => " (forbidden system call)",
        _ => "",
    }
}

/// Milliseconds in words.
pub fn seconds(milliseconds: u64) -> String {
    if milliseconds.is_multiple_of(1000) {
        format!("{} s", milliseconds / 1000)
    } else {
        format!("{milliseconds} ms")
    }
}

/// Bytes in words.
pub fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["bytes", "KiB", "MiB", "GiB"];
    let mut amount = bytes;
    let mut unit = 0;
    while unit + 1 < UNITS.len() && amount >= 1024 && amount.is_multiple_of(1024) {
        amount /= 1024;
        unit += 1;
    }
    format!("{amount} {}", UNITS[unit])
}

/// `1 call`, `2 calls`.
pub fn counted(count: u64, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::observation::{Captured, Observation};
    use crate::run::process::Allowance;

    fn lost(exit: Exit, stopped: Option<Limit>, stderr: &str) -> Lost {
        Lost {
            observation: Observation {
                exit,
                stopped,
                asleep: false,
                cpu_ms: None,
                trailing: false,
                peak_memory: None,
                stdout: Captured::default(),
                stderr: Captured {
                    bytes: stderr.into(),
                    cut: false,
                },
            },
            forged: None,
            allowance: Allowance {
                cpu_ms: 2000,
                wall_ms: 10_000,
            },
        }
    }

    #[test]
    fn every_way_to_end_has_its_verdict() {
        let overflow = "\nthread 'submission' has overflowed its stack\nfatal runtime error";
        let memory = "memory allocation of 4096 bytes failed";
        for (exit, stopped, stderr, verdict, reason) in [
            (
                Exit::Code(0),
                None,
                "",
                Verdict::Tampered,
                Some(Reason::EarlyExit),
            ),
            (
                Exit::Code(1),
                None,
                "",
                Verdict::Tampered,
                Some(Reason::EarlyExit),
            ),
            (
                Exit::Signal(6),
                None,
                "",
                Verdict::RunTimeError,
                Some(Reason::Abort),
            ),
            (
                Exit::Signal(6),
                None,
                overflow,
                Verdict::RunTimeError,
                Some(Reason::StackOverflow),
            ),
            (
                Exit::Signal(6),
                None,
                memory,
                Verdict::MemoryLimitExceeded,
                None,
            ),
            (
                Exit::Signal(11),
                None,
                "",
                Verdict::RunTimeError,
                Some(Reason::Signal),
            ),
            (
                Exit::Signal(24),
                None,
                "",
                Verdict::TimeLimitExceeded,
                Some(Reason::CpuTime),
            ),
            (
                Exit::Signal(9),
                Some(Limit::Cpu),
                "",
                Verdict::TimeLimitExceeded,
                Some(Reason::CpuTime),
            ),
            (
                Exit::Signal(9),
                Some(Limit::Wall),
                "",
                Verdict::TimeLimitExceeded,
                Some(Reason::WallTime),
            ),
            (
                Exit::Signal(9),
                Some(Limit::Output),
                "",
                Verdict::OutputLimitExceeded,
                None,
            ),
            (
                Exit::Signal(9),
                Some(Limit::Memory),
                "",
                Verdict::MemoryLimitExceeded,
                None,
            ),
        ] {
            let loss = judge(&lost(exit, stopped, stderr), &Limits::default());
            assert_eq!(
                (loss.verdict, loss.reason),
                (verdict, reason),
                "{exit:?} {stderr}"
            );
        }
    }

    #[test]
    fn who_sleeps_through_the_time_on_the_clock_is_deadlocked() {
        let mut lost = lost(Exit::Signal(9), Some(Limit::Wall), "");
        lost.observation.asleep = true;
        let loss = judge(&lost, &Limits::default());
        assert_eq!(loss.verdict, Verdict::Deadlock);
        assert_eq!(
            loss.why,
            "after 10 s every thread sleeps, and nothing wakes one"
        );
    }

    #[test]
    fn a_forged_answer_is_tampering_whatever_the_exit_code() {
        let mut lost = lost(Exit::Code(0), None, "");
        lost.forged = Some("the nonce of the request");
        let loss = judge(&lost, &Limits::default());
        assert_eq!(loss.reason, Some(Reason::Forged));
    }

    #[test]
    fn amounts_read_well() {
        assert_eq!(bytes(256 << 20), "256 MiB");
        assert_eq!(bytes(1500), "1500 bytes");
        assert_eq!(seconds(2000), "2 s");
        assert_eq!(seconds(250), "250 ms");
    }
}
