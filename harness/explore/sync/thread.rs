//! Threads of the program.

use super::choice;
use super::time::nanoseconds;
use crate::model::operation::{Kind, Operation};
use crate::model::perform::{MAY_WAKE, label};
use crate::model::thread::{Payload, ThreadId};
use crate::runtime::{self, Body, announce};
use std::time::Duration;

/// Starts a thread that runs this body. What the body yields is the caller's to pass on.
pub fn spawn(body: Body) -> ThreadId {
    runtime::spawn(body)
}

/// The thread that runs.
pub fn current() -> ThreadId {
    runtime::with(|execution| execution.current)
}

/// Waits until a thread has ended.
///
/// # Errors
/// The payload, if it panicked and nobody has been given that yet.
#[track_caller]
pub fn join(thread: ThreadId) -> Result<(), Payload> {
    announce(Operation::with(Kind::Join, thread.0.into()));
    runtime::with(
        |execution| match execution.thread_mut(thread).payload.take() {
            Some(payload) => Err(payload),
            None => Ok(()),
        },
    )
}

/// Whether a thread has ended.
#[track_caller]
pub fn is_finished(thread: ThreadId) -> bool {
    let exit = runtime::with(|execution| {
        execution.see_exits();
        execution.thread(thread).exit
    });
    let operation = Operation {
        argument: thread.0.into(),
        ..Operation::on(Kind::IsFinished, exit)
    };
    announce(operation) == 1
}

/// Waits for this thread's token, for at most this long, and takes it. May end without.
#[track_caller]
pub fn park(limit: Option<Duration>) {
    let nanoseconds = limit.map(nanoseconds);
    let faults = choice::faults(MAY_WAKE, nanoseconds);
    if faults == label::SPURIOUS {
        return;
    }
    let is_early = faults == label::EARLY;
    let token = runtime::with(|execution| {
        let thread = execution.running();
        if let (Some(nanoseconds), false) = (nanoseconds, is_early) {
            thread.deadline = thread.clock.now.saturating_add(nanoseconds);
        }
        thread.token
    });
    let kind = if is_early { Kind::TryPark } else { Kind::Park };
    announce(Operation::on(kind, token));
}

/// Gives a thread its token.
#[track_caller]
pub fn unpark(thread: ThreadId) {
    let token = runtime::with(|execution| execution.thread(thread).token);
    announce(Operation::on(Kind::Unpark, token));
}

/// Gives way to other threads: `yield_now` and `spin_loop`.
#[track_caller]
pub fn pause() {
    if runtime::is_inside() {
        announce(Operation::with(Kind::Pause, 0));
    }
}

/// Waits for this long.
#[track_caller]
pub fn sleep(duration: Duration) {
    let outcome = announce(Operation {
        limit: nanoseconds(duration),
        ..Operation::with(Kind::Sleep, 0)
    });
    if outcome != u32::from(label::EARLY) {
        announce(Operation::with(Kind::Pass, 0));
    }
}
