//! Shards, one after the other: meanwhile clients come and go.
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

/// Times are whole nanoseconds, so a window this long holds a single instant.
const INSTANT: Duration = Duration::from_nanos(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allow,
    Deny { retry_after: Duration },
}

type Shard = HashMap<u64, VecDeque<Duration>>;

pub struct SlidingLog {
    limit: usize,
    window: Duration,
    latest: Mutex<Duration>,
    shards: [Mutex<Shard>; 2],
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit: limit as usize,
            window,
            latest: Mutex::default(),
            shards: Default::default(),
        }
    }

    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.window,
            };
        }
        let span = self.window.max(INSTANT);
        let mut latest = self.latest.lock().unwrap();
        *latest = now.max(*latest);
        let now = *latest;
        let mut shard = self.shards[(client % 2) as usize].lock().unwrap();
        drop(latest);
        let log = shard.entry(client).or_default();
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

    pub fn tracked_clients(&self) -> usize {
        let counts = self.shards.iter().map(|shard| shard.lock().unwrap().len());
        counts.sum()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let span = self.window.max(INSTANT);
        let mut latest = self.latest.lock().unwrap();
        *latest = now.max(*latest);
        let mut dropped = 0;
        for shard in &self.shards {
            let mut shard = shard.lock().unwrap();
            let before = shard.len();
            shard.retain(|_, log| log.back().is_some_and(|&at| *latest - at < span));
            dropped += before - shard.len();
        }
        dropped
    }
}
