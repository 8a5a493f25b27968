//! What the operating system tells of the threads of another process: the CPU time that
//! they have used, and whether one of them could run.

use std::fs;
use std::time::Duration;

/// What the threads of a process do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// All wait for something.
    Asleep,
    /// One at least runs, or would if it were given a processor.
    CanRun,
    /// It cannot be seen, or is something else.
    Unknown,
}

/// CPU time of all threads of a process, also of those that have ended.
pub fn cpu(process: u32) -> Option<Duration> {
    clock(process).or_else(|| ticks(process))
}

/// The process' CPU clock, which counts nanoseconds.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "no safe wrapper reads another process' clock")]
fn clock(process: u32) -> Option<Duration> {
    let process = libc::pid_t::try_from(process).ok()?;
    let mut clock: libc::clockid_t = 0;
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: both calls write to a local value of the type they expect.
    let read = unsafe {
        libc::clock_getcpuclockid(process, &raw mut clock) == 0
            && libc::clock_gettime(clock, &raw mut time) == 0
    };
    let seconds = u64::try_from(time.tv_sec).ok()?;
    let nanoseconds = u32::try_from(time.tv_nsec).ok()?;
    read.then(|| Duration::new(seconds, nanoseconds))
}

#[cfg(not(target_os = "linux"))]
fn clock(_: u32) -> Option<Duration> {
    None
}

/// The same in clock ticks, of which there are mostly a hundred a second.
fn ticks(process: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut fields = behind_the_name(&stat)?.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    let per_second = rustix::param::clock_ticks_per_second();
    Some(Duration::from_millis((user + system) * 1000 / per_second))
}

/// What the threads of a process do at this moment.
pub fn state(process: u32) -> State {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else {
        return State::Unknown;
    };
    let mut state = State::Unknown;
    for thread in threads.flatten() {
        // A thread that is gone by now says nothing.
        let Ok(stat) = fs::read_to_string(thread.path().join("stat")) else {
            continue;
        };
        match behind_the_name(&stat).and_then(|fields| fields.trim_start().chars().next()) {
            Some('R' | 'D') => return State::CanRun,
            Some('S' | 'I') => state = State::Asleep,
            // The first thread may end before the others.
            Some('Z' | 'X') => {}
            _ => return State::Unknown,
        }
    }
    state
}

/// The fields from the third on: the second is the program's name in parentheses and may
/// hold anything.
fn behind_the_name(stat: &str) -> Option<&str> {
    stat.get(stat.rfind(')')? + 1..)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::process::{Child, Command, Stdio};

    /// A shell that runs this, and is gone with the value.
    struct Shell(Child);

    impl Shell {
        fn new(script: &str) -> Self {
            let mut command = Command::new("sh");
            command.args(["-c", script]).stdin(Stdio::piped());
            Self(command.spawn().expect("it can be done"))
        }

        /// Looks until it has seen what it was to see.
        fn until(&mut self, seen: impl Fn(u32) -> bool) {
            while !seen(self.0.id()) {
                assert!(
                    self.0.try_wait().expect("it can be done").is_none(),
                    "it ended"
                );
                std::thread::yield_now();
            }
        }
    }

    impl Drop for Shell {
        fn drop(&mut self) {
            self.0.kill().expect("it can be done");
            self.0.wait().expect("it can be done");
        }
    }

    #[test]
    fn who_waits_for_input_is_asleep() {
        Shell::new("read line").until(|process| state(process) == State::Asleep);
    }

    #[test]
    fn who_runs_in_circles_can_run_and_uses_time() {
        let mut shell = Shell::new("while :; do :; done");
        shell.until(|process| state(process) == State::CanRun);
        let before = cpu(shell.0.id()).unwrap();
        shell.until(|process| cpu(process).unwrap() > before);
        shell.until(|process| ticks(process).unwrap() > Duration::ZERO);
    }

    #[test]
    fn nothing_is_known_of_a_process_that_is_not_there() {
        let mut child = Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        assert_eq!(cpu(child.id()), None);
        assert_eq!(state(child.id()), State::Unknown);
    }
}
