//! Reads the latest time under a lock of its own; by the time it gets to the clients, others have
//! been there with a later one.
//! reason: panic
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// Times are whole nanoseconds, so a window this long holds a single instant.
const INSTANT: Duration = Duration::from_nanos(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allow,
    Deny { retry_after: Duration },
}

#[derive(Default)]
struct State {
    /// When the requests of each tracked client were allowed, oldest first.
    logs: HashMap<u64, VecDeque<Duration>>,
}

pub struct SlidingLog {
    limit: usize,
    window: Duration,
    /// The greatest time given to any call.
    latest: Mutex<Duration>,
    state: Mutex<State>,
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit: limit as usize,
            window,
            latest: Mutex::default(),
            state: Mutex::default(),
        }
    }

    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.window,
            };
        }
        let now = self.advance(now);
        let mut state = self.lock();
        let log = state.logs.entry(client).or_default();
        let denied = self.refuse(log, now);
        if denied.is_none() {
            log.push_back(now);
        }
        denied.unwrap_or(Verdict::Allow)
    }

    pub fn tracked_clients(&self) -> usize {
        self.lock().logs.len()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let now = self.advance(now);
        let mut state = self.lock();
        let before = state.logs.len();
        state.logs.retain(|_, log| !self.is_idle(log, now));
        before - state.logs.len()
    }

    /// Drops what has left the window; answers the refusal if it is full then.
    fn refuse(&self, log: &mut VecDeque<Duration>, now: Duration) -> Option<Verdict> {
        while log.front().is_some_and(|&at| now - at >= self.span()) {
            log.pop_front();
        }
        let oldest = *log.front()?;
        (log.len() == self.limit).then(|| Verdict::Deny {
            retry_after: self.span() - (now - oldest),
        })
    }

    fn is_idle(&self, log: &VecDeque<Duration>, now: Duration) -> bool {
        log.back().is_none_or(|&newest| now - newest >= self.span())
    }

    fn advance(&self, now: Duration) -> Duration {
        let mut latest = self.latest.lock().expect("no call panics under the lock");
        *latest = now.max(*latest);
        *latest
    }

    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no call panics under the lock")
    }
}
