//! A window of 0 holds an instant, but the wait is counted as if it held none.
//! by: case "a window of zero holds a single instant"
//! stage: 1
use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
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

/// The times of a client's last requests, at most `limit` of them.
struct Ring {
    times: Vec<Duration>,
    /// The place of the oldest time.
    oldest: usize,
    /// The time written last; the client stands under it in the index.
    newest: Duration,
}

impl Ring {
    fn new(first: Duration) -> Self {
        Self {
            times: vec![first],
            oldest: 0,
            newest: first,
        }
    }

    /// The time that has to leave before another request fits.
    fn oldest_if_full(&self, limit: usize) -> Option<Duration> {
        (self.times.len() == limit).then(|| self.times[self.oldest])
    }

    /// A full ring gives up its oldest time.
    fn push(&mut self, now: Duration, limit: usize) {
        if self.times.len() < limit {
            self.times.push(now);
        } else {
            self.times[self.oldest] = now;
            self.oldest = (self.oldest + 1) % limit;
        }
        self.newest = now;
    }
}

#[derive(Default)]
struct State {
    /// The greatest time given to any call: the clock everything is judged by.
    latest: Duration,
    rings: HashMap<u64, Ring>,
    /// Each tracked client once, under the time of its newest request.
    by_newest: BTreeSet<(Duration, u64)>,
}

impl State {
    /// Moves the clock on, never back, and answers the time that counts.
    fn advance(&mut self, now: Duration) -> Duration {
        self.latest = self.latest.max(now);
        self.latest
    }
}

pub struct SlidingLog {
    limit: usize,
    window: Duration,
    state: RefCell<State>,
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
        let now = state.advance(now);
        match state.rings.entry(client) {
            Entry::Vacant(free) => {
                free.insert(Ring::new(now));
            }
            Entry::Occupied(mut known) => {
                let ring = known.get_mut();
                if let Some(oldest) = ring.oldest_if_full(self.limit) {
                    let age = now - oldest;
                    if age < self.span() {
                        return Verdict::Deny {
                            retry_after: self.window - age,
                        };
                    }
                }
                state.by_newest.remove(&(ring.newest, client));
                ring.push(now, self.limit);
            }
        }
        state.by_newest.insert((now, client));
        Verdict::Allow
    }

    pub fn tracked_clients(&self) -> usize {
        self.state.borrow().rings.len()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let state = &mut *self.state.borrow_mut();
        let now = state.advance(now);
        let mut dropped = 0;
        while let Some(&(newest, client)) = state.by_newest.first() {
            if now - newest < self.span() {
                break;
            }
            state.by_newest.pop_first();
            state.rings.remove(&client);
            dropped += 1;
        }
        dropped
    }

    /// How long an allowed request counts.
    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }
}
