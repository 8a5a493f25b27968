//! The two processes of a run: the helper, which it started, and the
//! program, which the helper started. On Linux each is held by a descriptor, so that a
//! number that was given to another process since is never taken for it.

use super::super::threads::{self, State};
use crate::error::JudgingError;
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::process::Pid;
use std::fs;
use std::process::{Child, ExitStatus};
use std::time::Duration;

/// The helper. Whoever ends it ends all that it started.
pub struct Helper {
    child: Child,
    handle: Option<OwnedFd>,
}

impl Helper {
    /// Watches a child that nobody has waited for.
    pub fn new(child: Child) -> Self {
        let handle = handle(child.id());
        Self { child, handle }
    }

    /// What can be read from as soon as it ends; `None` once it has, or where there is no
    /// such thing.
    pub fn running(&self) -> Option<BorrowedFd<'_>> {
        running(self.handle.as_ref())
    }

    /// Whether it has ended.
    ///
    /// # Errors
    /// If it cannot be asked.
    pub fn has_ended(&mut self) -> Result<bool, JudgingError> {
        self.child
            .try_wait()
            .map(|status| status.is_some())
            .map_err(JudgingError::caused("look at a process"))
    }

    /// Ends it, if it has not ended by itself.
    ///
    /// # Errors
    /// If it may not be ended.
    pub fn kill(&mut self) -> Result<(), JudgingError> {
        self.child
            .kill()
            .map_err(JudgingError::caused("stop a process"))
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// If it cannot be waited for.
    pub fn wait(&mut self) -> Result<ExitStatus, JudgingError> {
        self.child
            .wait()
            .map_err(JudgingError::caused("wait for a process"))
    }
}

impl Drop for Helper {
    /// A process that nobody ended does not outlive its handle.
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The program, from when it runs.
pub struct Held {
    number: u32,
    /// Whether it may have processes below it.
    starts_others: bool,
    /// Where there is none, nothing is known of its end.
    handle: Option<OwnedFd>,
}

impl Held {
    /// Watches the process with this number, which may start others or may not.
    pub fn new(number: u32, starts_others: bool) -> Self {
        Self {
            number,
            starts_others,
            handle: handle(number),
        }
    }

    /// What can be read from as soon as it ends; `None` once it has, or where there is no
    /// such thing.
    pub fn running(&self) -> Option<BorrowedFd<'_>> {
        running(self.handle.as_ref())
    }

    /// Whether it has ended; `None` where that cannot be told.
    pub fn has_ended(&self) -> Option<bool> {
        self.handle.as_ref().map(is_readable)
    }

    /// CPU time of all its threads, also of those that have ended, and of the processes
    /// below it; `None` once it has ended, or where nobody counts.
    pub fn cpu(&self) -> Option<Duration> {
        let own = threads::cpu(self.number)?;
        let others = if self.starts_others {
            below(self.number, 0)
        } else {
            Duration::ZERO
        };
        // Only now is it certain that the number still was its own.
        (self.has_ended() != Some(true)).then_some(own + others)
    }

    /// What its threads do at this moment.
    pub fn state(&self) -> State {
        threads::state(self.number)
    }
}

#[cfg(target_os = "linux")]
fn handle(number: u32) -> Option<OwnedFd> {
    let pid = Pid::from_raw(i32::try_from(number).ok()?)?;
    rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty()).ok()
}

#[cfg(not(target_os = "linux"))]
fn handle(number: u32) -> Option<OwnedFd> {
    let _ = Pid::from_raw(i32::try_from(number).ok()?)?;
    None
}

fn running(handle: Option<&OwnedFd>) -> Option<BorrowedFd<'_>> {
    handle
        .filter(|handle| !is_readable(handle))
        .map(AsFd::as_fd)
}

fn is_readable(handle: &OwnedFd) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let now = Timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    let mut watched = [PollFd::new(handle, PollFlags::IN)];
    matches!(poll(&mut watched, Some(&now)), Ok(1))
}

/// How deep processes are looked for below others.
const DEEPEST: u32 = 16;

/// CPU time of the processes below one. Where nobody lists them, none is counted.
fn below(number: u32, depth: u32) -> Duration {
    if depth == DEEPEST {
        return Duration::ZERO;
    }
    // Every thread has a list of those that it started.
    let threads = fs::read_dir(format!("/proc/{number}/task"));
    let mut sum = Duration::ZERO;
    for thread in threads.into_iter().flatten().flatten() {
        let list = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        for child in list.split_whitespace().filter_map(|it| it.parse().ok()) {
            sum += threads::cpu(child).unwrap_or_default() + below(child, depth + 1);
        }
    }
    sum
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::io::Read;
    use std::process::{Command, Stdio};

    fn waiting() -> Child {
        Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("cat runs")
    }

    #[test]
    fn the_end_of_a_process_is_seen_before_anybody_waits_for_it() {
        let mut child = waiting();
        let held = Held::new(child.id(), true);
        assert_eq!(held.has_ended(), Some(false));
        assert!(held.cpu().is_some());
        child.kill().expect("it runs");
        // Its output ends when it does.
        let mut rest = vec![];
        let mut output = child.stdout.take().expect("it is piped");
        output.read_to_end(&mut rest).expect("an end");
        // It may have ended by now: then there is nothing to wait for.
        if let Some(running) = held.running() {
            let ended = rustix::event::PollFd::new(&running, rustix::event::PollFlags::IN);
            rustix::event::poll(&mut [ended], None).expect("it ends");
        }
        assert_eq!(held.has_ended(), Some(true));
        assert!(held.running().is_none());
        assert_eq!(held.cpu(), None);
        child.wait().expect("it has ended");
    }

    #[test]
    fn a_helper_does_not_outlive_its_handle() {
        let child = waiting();
        let held = Held::new(child.id(), true);
        drop(Helper::new(child));
        assert_eq!(held.has_ended(), Some(true));
    }

    #[test]
    fn the_time_of_a_process_below_counts() {
        let mut child = Command::new("sh")
            .args([
                "-c",
                "sh -c 'while [ $((i += 1)) -lt 100000 ]; do :; done; echo; read x'; :",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("sh runs");
        let mut line = [0];
        let output = child.stdout.as_mut().expect("it is piped");
        output.read_exact(&mut line).expect("it is done counting");
        let (own, all) = (threads::cpu(child.id()), Held::new(child.id(), true).cpu());
        assert!(all > own, "{all:?} with {own:?} of its own");
        child.kill().expect("it runs");
        child.wait().expect("it has ended");
    }
}
