//! Sliding-window rate limiter: fill in the bodies and the field marked `todo`.
use std::time::Duration;

/// What the limiter says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let it through; from now on it counts.
    Allow,
    /// Turn it away; it does not count.
    Deny { retry_after: Duration },
}

/// Allows each client at most `limit` requests in any `window`.
pub struct SlidingLog {
    todo: (),
}

impl SlidingLog {
    /// A limiter that has seen nothing yet. A limit of 0 refuses every request;
    /// a window of 0 holds a single instant.
    pub fn new(limit: u32, window: Duration) -> Self {
        todo!()
    }

    /// Decides about one request of `client`, and remembers it if it is allowed.
    ///
    /// It is allowed if fewer than `limit` allowed requests of this client lie in
    /// (now - window, now]. A `now` before the latest time seen by any call counts
    /// as that latest time.
    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        todo!()
    }

    /// How many clients have been allowed a request and were not dropped by a
    /// sweep since.
    pub fn tracked_clients(&self) -> usize {
        todo!()
    }

    /// Drops every client with no allowed request left in the window, and answers
    /// how many were dropped. A `now` that goes back is treated as in `check`.
    pub fn sweep(&self, now: Duration) -> usize {
        todo!()
    }
}
