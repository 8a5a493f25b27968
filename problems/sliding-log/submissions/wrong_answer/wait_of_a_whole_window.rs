//! Every refused client is told to wait for a whole window.
//! by: case "a client at its limit waits for its oldest request"
//! stage: 1
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
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

pub struct SlidingLog {
    limit: usize,
    window: Duration,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    /// The greatest time given to any call: the clock everything is judged by.
    latest: Duration,
    /// When the requests of each tracked client were allowed, oldest first.
    logs: HashMap<u64, VecDeque<Duration>>,
}

impl State {
    /// Moves the clock on, never back, and answers the time that counts.
    fn advance(&mut self, now: Duration) -> Duration {
        self.latest = self.latest.max(now);
        self.latest
    }
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit: limit as usize,
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
        let log = state.logs.entry(client).or_default();
        while log.front().is_some_and(|&at| now - at >= self.span()) {
            log.pop_front();
        }
        match log.front() {
            Some(_) if log.len() == self.limit => Verdict::Deny {
                retry_after: self.span(),
            },
            _ => {
                log.push_back(now);
                Verdict::Allow
            }
        }
    }

    pub fn tracked_clients(&self) -> usize {
        self.state.borrow().logs.len()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let mut state = self.state.borrow_mut();
        let now = state.advance(now);
        let before = state.logs.len();
        state
            .logs
            .retain(|_, log| log.back().is_some_and(|&newest| now - newest < self.span()));
        before - state.logs.len()
    }

    /// How long an allowed request counts.
    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }
}
