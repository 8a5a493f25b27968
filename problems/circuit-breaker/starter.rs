//! Circuit breaker: fill in the bodies and the fields marked `todo`.
use std::time::Duration;

/// What a breaker does with calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Admits every call.
    Closed,
    /// Admits none.
    Open,
    /// Admits a few, to see how they turn out.
    HalfOpen,
}

/// When a breaker opens and closes.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// How many of the last outcomes count.
    pub window: u32,
    /// How many outcomes have to be known before any percentage matters.
    pub min_calls: u32,
    /// The percentage of failures at which it opens.
    pub failure_percent: u8,
    /// How long it stays open.
    pub open_for: Duration,
    /// How many calls are admitted when it is half-open.
    pub probes: u32,
}

/// An admitted call, to be brought back with its outcome.
pub struct Ticket {
    todo: (),
}

/// Admits calls as long as they turn out well.
pub struct Breaker {
    todo: (),
}

impl Breaker {
    /// A closed breaker that knows of no outcome.
    pub fn new(config: Config) -> Self {
        todo!()
    }

    /// A ticket if a call is admitted at `now`. When the breaker is half-open
    /// these are the probes.
    pub fn try_call(&self, now: Duration) -> Option<Ticket> {
        todo!()
    }

    /// Takes the outcome of an admitted call. It counts only if the breaker has
    /// not changed its state since the ticket was given.
    pub fn report(&self, ticket: Ticket, success: bool, now: Duration) {
        todo!()
    }

    /// The state at `now`. Asking changes nothing.
    pub fn state(&self, now: Duration) -> State {
        todo!()
    }
}
