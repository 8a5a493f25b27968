//! The number of clients is kept beside the lock, and brought up to date a little later.
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
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
    /// The greatest time given to any call.
    latest: Duration,
    /// When the requests of each tracked client were allowed, oldest first.
    logs: HashMap<u64, VecDeque<Duration>>,
}

impl State {
    fn advance(&mut self, now: Duration) -> Duration {
        self.latest = self.latest.max(now);
        self.latest
    }
}

pub struct SlidingLog {
    limit: usize,
    window: Duration,
    state: Mutex<State>,
    clients: AtomicUsize,
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit: limit as usize,
            window,
            state: Mutex::default(),
            clients: AtomicUsize::new(0),
        }
    }

    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.window,
            };
        }
        let mut state = self.lock();
        let now = state.advance(now);
        let log = state.logs.entry(client).or_default();
        let denied = self.refuse(log, now);
        if denied.is_none() {
            log.push_back(now);
        }
        let count = state.logs.len();
        drop(state);
        self.clients.store(count, Ordering::SeqCst);
        denied.unwrap_or(Verdict::Allow)
    }

    pub fn tracked_clients(&self) -> usize {
        self.clients.load(Ordering::SeqCst)
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let mut state = self.lock();
        let now = state.advance(now);
        let before = state.logs.len();
        state.logs.retain(|_, log| !self.is_idle(log, now));
        let after = state.logs.len();
        drop(state);
        self.clients.store(after, Ordering::SeqCst);
        before - after
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

    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no call panics under the lock")
    }
}
