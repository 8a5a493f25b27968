//! Each client has a clock of its own; the others do not move it.
//! by: case "all clients share one clock"
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
    /// The greatest time given to a sweep.
    swept: Duration,
    clients: HashMap<u64, Client>,
}

#[derive(Default)]
struct Client {
    /// The greatest time given to a call for this client.
    latest: Duration,
    /// When its requests were allowed, oldest first.
    log: VecDeque<Duration>,
}

impl Client {
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
        let state = &mut *self.state.borrow_mut();
        let client = state.clients.entry(client).or_default();
        let now = client.advance(now.max(state.swept));
        let log = &mut client.log;
        while log.front().is_some_and(|&at| now - at >= self.span()) {
            log.pop_front();
        }
        match log.front() {
            Some(&oldest) if log.len() == self.limit => Verdict::Deny {
                retry_after: self.span() - (now - oldest),
            },
            _ => {
                log.push_back(now);
                Verdict::Allow
            }
        }
    }

    pub fn tracked_clients(&self) -> usize {
        self.state.borrow().clients.len()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let state = &mut *self.state.borrow_mut();
        state.swept = state.swept.max(now);
        let before = state.clients.len();
        state.clients.retain(|_, client| {
            let now = client.advance(state.swept);
            client
                .log
                .back()
                .is_some_and(|&newest| now - newest < self.span())
        });
        before - state.clients.len()
    }

    /// How long an allowed request counts.
    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }
}
