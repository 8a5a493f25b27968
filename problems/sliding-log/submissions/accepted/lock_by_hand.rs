//! A lock made by hand around everything; it is held for a few moments only.
use std::cell::UnsafeCell;
use std::collections::HashMap;
use std::hint::spin_loop;
use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Times are whole nanoseconds, so a window this long holds a single instant.
const INSTANT: Duration = Duration::from_nanos(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allow,
    Deny { retry_after: Duration },
}

/// The times of a client's last requests. Once there are `limit` of them, only the
/// oldest matters: if it has left the window, its place is free.
#[derive(Default)]
struct Ring {
    times: Vec<Duration>,
    /// The place of the oldest time.
    oldest: usize,
}

impl Ring {
    fn admit(&mut self, now: Duration, limit: usize, span: Duration) -> Verdict {
        if self.times.len() < limit {
            self.times.push(now);
            return Verdict::Allow;
        }
        let age = now - self.times[self.oldest];
        if age < span {
            return Verdict::Deny {
                retry_after: span - age,
            };
        }
        self.times[self.oldest] = now;
        self.oldest = (self.oldest + 1) % limit;
        Verdict::Allow
    }

    /// The newest time stands just before the oldest one.
    fn newest(&self) -> Duration {
        let length = self.times.len();
        self.times[(self.oldest + length - 1) % length]
    }
}

#[derive(Default)]
struct State {
    /// The greatest time given to any call: the clock everything is judged by.
    latest: Duration,
    /// Never holds an empty ring: a client enters with its first allowed request.
    rings: HashMap<u64, Ring>,
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
    is_locked: AtomicBool,
    state: UnsafeCell<State>,
}

// SAFETY: the state is only reached through `Locked`, of which there is one at a time.
unsafe impl Sync for SlidingLog {}

/// Whoever holds the lock.
struct Locked<'a>(&'a SlidingLog);

impl Deref for Locked<'_> {
    type Target = State;
    fn deref(&self) -> &State {
        // SAFETY: the lock is held.
        unsafe { &*self.0.state.get() }
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut State {
        // SAFETY: the lock is held.
        unsafe { &mut *self.0.state.get() }
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        self.0.is_locked.store(false, Ordering::Release);
    }
}

impl SlidingLog {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit: limit as usize,
            window,
            is_locked: AtomicBool::new(false),
            state: UnsafeCell::default(),
        }
    }

    pub fn check(&self, client: u64, now: Duration) -> Verdict {
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.window,
            };
        }
        // Looking and taking a place happen under the same lock, or two calls could
        // both see the last free place.
        let mut state = self.lock();
        let now = state.advance(now);
        let ring = state.rings.entry(client).or_default();
        ring.admit(now, self.limit, self.span())
    }

    pub fn tracked_clients(&self) -> usize {
        self.lock().rings.len()
    }

    pub fn sweep(&self, now: Duration) -> usize {
        let mut state = self.lock();
        let now = state.advance(now);
        let before = state.rings.len();
        state
            .rings
            .retain(|_, ring| now - ring.newest() < self.span());
        before - state.rings.len()
    }

    /// How long an allowed request counts.
    fn span(&self) -> Duration {
        self.window.max(INSTANT)
    }

    fn lock(&self) -> Locked<'_> {
        while self.is_locked.swap(true, Ordering::Acquire) {
            spin_loop();
        }
        Locked(self)
    }
}
