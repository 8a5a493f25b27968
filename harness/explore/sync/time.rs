//! Virtual time: it passes only when nothing else can happen, or when a wait ends early.

use crate::model::operation::{Kind, Operation};
use crate::runtime;
use std::time::Duration;

/// How much time has passed, as far as the thread that runs can know.
#[track_caller]
pub fn now() -> Duration {
    let operation = Operation::with(Kind::Now, 0);
    let now = runtime::with(|execution| {
        let current = execution.current;
        execution.note(current, &operation);
        execution.running().clock.now
    });
    Duration::from_nanos(now)
}

/// As many nanoseconds, or as many as fit: about eighteen years.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).map_or(LONGEST, |count| count.min(LONGEST))
}

/// Twice this is still a time.
const LONGEST: u64 = u64::MAX / 32;
