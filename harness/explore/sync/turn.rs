//! Turns: threads of the program that go on one by one, each when nobody else can do anything.
//!
//! Nothing of this is an event that others could come before: whoever gives a turn comes after
//! all that has happened, and whoever gets it after that.

use super::time::nanoseconds;
use crate::model::operation::{Kind, NEVER, Operation};
use crate::model::thread::ThreadId;
use crate::runtime::{self, announce};
use std::time::Duration;

/// Waits until somebody gives this thread its turn.
#[track_caller]
pub fn wait() {
    close(NEVER);
}

/// Gives a thread that waits for it its turn. One that was just spawned does not wait yet:
/// [`settle`] lets it come so far.
pub fn give(thread: ThreadId) {
    runtime::with(|execution| {
        let clock = execution.running().clock;
        execution.thread_mut(thread).open(&clock);
    });
}

/// Waits until nobody else can do anything. Says how much time would have to pass until
/// somebody's wait ends by itself, if one does.
#[track_caller]
pub fn settle() -> Option<Duration> {
    rest(Duration::ZERO);
    runtime::with(|execution| {
        let now = execution.running().clock.now;
        let deadlines = execution.unfinished().map(|(_, thread)| thread.deadline);
        let next = deadlines.filter(|deadline| *deadline != NEVER).min()?;
        Some(Duration::from_nanos(next.saturating_sub(now)))
    })
}

/// Waits until nobody else can do anything, and this much time has passed then.
#[track_caller]
pub fn rest(duration: Duration) {
    let now = runtime::with(|execution| execution.running().clock.now);
    close(now.saturating_add(nanoseconds(duration)));
}

/// No wait ends by itself any more: whoever waits when nobody else can do anything does so for
/// ever.
pub fn stop_time() {
    runtime::with(|execution| {
        for thread in &mut execution.threads {
            thread.deadline = NEVER;
        }
    });
}

#[track_caller]
fn close(deadline: u64) {
    runtime::with(|execution| {
        let thread = execution.running();
        thread.is_open = false;
        thread.deadline = deadline;
    });
    announce(Operation::with(Kind::Pass, 0));
}
