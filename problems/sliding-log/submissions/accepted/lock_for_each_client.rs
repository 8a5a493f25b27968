//! A lock for each client, in a map that most calls only read: amortised O(1).
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, RwLock};
use std::time::Duration;

/// Times are whole nanoseconds, so a window this long holds a single instant.
const INSTANT: Duration = Duration::from_nanos(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allow,
    Deny { retry_after: Duration },
}

/// When the requests of a client were allowed, oldest first.
type Log = VecDeque<Duration>;

/// Locks are taken in this order: the map, one log in it, the clock.
pub struct SlidingLog {
    limit: usize,
    window: Duration,
    logs: RwLock<HashMap<u64, Mutex<Log>>>,
    /// The greatest time given to any call.
    latest: Mutex<Duration>,
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit: limit as usize,
            window,
            logs: RwLock::default(),
            latest: Mutex::default(),
        }
    }

    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.window,
            };
        }
        let logs = self.logs.read().unwrap();
        if let Some(log) = logs.get(&client) {
            return self.admit(&mut log.lock().unwrap(), now);
        }
        drop(logs);
        // Somebody else may have made the log in between.
        let mut logs = self.logs.write().unwrap();
        let log = logs.entry(client).or_default();
        self.admit(log.get_mut().unwrap(), now)
    }

    pub fn tracked_clients(&self) -> usize {
        self.logs.read().unwrap().len()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let mut logs = self.logs.write().unwrap();
        let now = self.advance(now);
        let before = logs.len();
        logs.retain(|_, log| {
            let newest = log.get_mut().unwrap().back();
            newest.is_some_and(|&newest| now - newest < self.window.max(INSTANT))
        });
        before - logs.len()
    }

    /// With the log locked: the times in it rise.
    fn admit(&self, log: &mut Log, now: Duration) -> Verdict {
        let span = self.window.max(INSTANT);
        let now = self.advance(now);
        while log.front().is_some_and(|&at| now - at >= span) {
            log.pop_front();
        }
        match log.front() {
            Some(&oldest) if log.len() == self.limit => Verdict::Deny {
                retry_after: span - (now - oldest),
            },
            _ => {
                log.push_back(now);
                Verdict::Allow
            }
        }
    }

    fn advance(&self, now: Duration) -> Duration {
        let mut latest = self.latest.lock().unwrap();
        *latest = now.max(*latest);
        *latest
    }
}
