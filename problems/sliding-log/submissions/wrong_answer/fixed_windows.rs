//! Counts in windows that start afresh one after the other: twice the limit fits around an edge.
//! by: case "the limit holds across every edge"
//! stage: 1
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

/// Times are whole nanoseconds, so a window this long holds a single instant.
const INSTANT: Duration = Duration::from_nanos(1);

/// What the limiter says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let it through; from now on it counts.
    Allow,
    /// Turn it away; it does not count.
    Deny { retry_after: Duration },
}

/// A client's present window, which begins with its first request.
struct Counter {
    start: Duration,
    used: u32,
    newest: Duration,
}

#[derive(Default)]
struct State {
    /// The greatest time given to any call: the clock everything is judged by.
    latest: Duration,
    counters: HashMap<u64, Counter>,
}

impl State {
    /// Moves the clock on, never back, and answers the time that counts.
    fn advance(&mut self, now: Duration) -> Duration {
        self.latest = self.latest.max(now);
        self.latest
    }
}

pub struct SlidingLog {
    limit: u32,
    window: Duration,
    state: RefCell<State>,
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit,
            window,
            state: RefCell::default(),
        }
    }

    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.window,
            };
        }
        let mut state = self.state.borrow_mut();
        let now = state.advance(now);
        let counter = state.counters.entry(client).or_insert(Counter {
            start: now,
            used: 0,
            newest: now,
        });
        let age = now - counter.start;
        if age >= self.span() {
            counter.start = now;
            counter.used = 0;
        } else if counter.used == self.limit {
            return Verdict::Deny {
                retry_after: self.span() - age,
            };
        }
        counter.used += 1;
        counter.newest = now;
        Verdict::Allow
    }

    pub fn tracked_clients(&self) -> usize {
        self.state.borrow().counters.len()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let mut state = self.state.borrow_mut();
        let now = state.advance(now);
        let before = state.counters.len();
        state
            .counters
            .retain(|_, counter| now - counter.newest < self.span());
        before - state.counters.len()
    }

    /// How long an allowed request counts.
    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }
}
