//! A limit of 0 answers the time a request counts, which is not 0 for a window of 0.
//! by: case "a limit of zero and a window of zero"
use std::array;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// Times are whole nanoseconds, so a window this long holds a single instant.
const INSTANT: Duration = Duration::from_nanos(1);

const SHARDS: usize = 16;

/// What the limiter says to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let it through; from now on it counts.
    Allow,
    /// Turn it away; it does not count.
    Deny { retry_after: Duration },
}

/// When the requests of each tracked client were allowed, oldest first.
type Shard = HashMap<u64, VecDeque<Duration>>;

/// Whoever needs both locks takes the clock first, so nobody can wait in a circle.
pub struct SlidingLog {
    limit: usize,
    window: Duration,
    /// The greatest time given to any call: the clock everything is judged by.
    latest: Mutex<Duration>,
    shards: [Mutex<Shard>; SHARDS],
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit: limit as usize,
            window,
            latest: Mutex::default(),
            shards: array::from_fn(|_| Mutex::default()),
        }
    }

    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.span(),
            };
        }
        let mut latest = lock(&self.latest);
        *latest = now.max(*latest);
        let now = *latest;
        // The shard is taken while the clock is still held: calls reach a shard in the
        // order of their times, and each of its logs stays sorted.
        let mut shard = lock(self.shard(client));
        drop(latest);

        let log = shard.entry(client).or_default();
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
        // With the clock held no other call begins, so the sum is true of one moment.
        let _clock = lock(&self.latest);
        self.shards.iter().map(|shard| lock(shard).len()).sum()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let mut latest = lock(&self.latest);
        *latest = now.max(*latest);
        let mut dropped = 0;
        for shard in &self.shards {
            let mut shard = lock(shard);
            let before = shard.len();
            shard.retain(|_, log| {
                log.back()
                    .is_some_and(|&newest| *latest - newest < self.span())
            });
            dropped += before - shard.len();
        }
        dropped
    }

    /// How long an allowed request counts.
    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }

    /// The upper bits of a product depend on every bit of the client's number.
    fn shard(&self, client: u64) -> &Mutex<Shard> {
        let mixed = client.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        &self.shards[(mixed >> 32) as usize % SHARDS]
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no call panics under a lock")
}
