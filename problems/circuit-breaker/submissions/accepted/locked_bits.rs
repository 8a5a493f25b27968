//! One lock around plain numbers. Outcomes are bits, written round and round; probes know
//! when they were given: O(1).
//! stage: 2
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a breaker does with calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Admits every call.
    Closed,
    /// Admits none.
    Open,
    /// Admits a few, to see how they turn out.
    HalfOpen,
}

/// When a breaker opens and closes.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// How many of the last outcomes count.
    pub window: u32,
    /// How many outcomes have to be known before any percentage matters.
    pub min_calls: u32,
    /// The percentage of failures at which it opens.
    pub failure_percent: u8,
    /// How long it stays open.
    pub open_for: Duration,
    /// How many calls are admitted when it is half-open.
    pub probes: u32,
}

/// A ticket is where it was given: in which period, and when.
pub struct Ticket(u64, Duration);

pub struct Breaker {
    config: Config,
    inside: Mutex<Inside>,
}

struct Inside {
    now: State,
    /// The number of the state the breaker is in; tickets of another one are void.
    period: u64,
    /// When it opened last.
    opened: Duration,
    /// One bit for each place of the window, set for a failure.
    bits: Vec<u64>,
    next: u32,
    known: u32,
    failed: u32,
    /// When the probes that are out were given.
    given: Vec<Duration>,
    succeeded: u32,
}

impl Breaker {
    pub fn new(config: Config) -> Self {
        Self {
            config,
            inside: Mutex::new(Inside {
                now: State::Closed,
                period: 0,
                opened: Duration::ZERO,
                bits: vec![0; config.window.div_ceil(64) as usize],
                next: 0,
                known: 0,
                failed: 0,
                given: Vec::new(),
                succeeded: 0,
            }),
        }
    }

    pub fn try_call(&self, now: Duration) -> Option<Ticket> {
        let mut inside = self.at(now);
        match inside.now {
            State::Closed => {}
            State::Open => return None,
            State::HalfOpen => {
                let out = inside.given.len() as u32;
                if out + inside.succeeded >= self.config.probes {
                    return None;
                }
                inside.given.push(now);
            }
        }
        Some(Ticket(inside.period, now))
    }

    pub fn report(&self, Ticket(period, given): Ticket, success: bool, now: Duration) {
        let mut inside = self.at(now);
        if period != inside.period {
            return;
        }
        if inside.now == State::Closed {
            inside.note(!success, self.config.window);
            let percent = u64::from(inside.failed) * 100 / u64::from(inside.known);
            let enough = inside.known >= self.config.min_calls;
            if enough && percent >= u64::from(self.config.failure_percent) {
                inside.open(now);
            }
            return;
        }
        let Some(place) = inside.given.iter().position(|other| *other == given) else {
            return;
        };
        inside.given.swap_remove(place);
        if !success {
            inside.open(now);
        } else {
            inside.succeeded += 1;
            if inside.succeeded == self.config.probes {
                inside.close();
            }
        }
    }

    pub fn state(&self, now: Duration) -> State {
        self.at(now).now
    }

    /// The inside as it is at this time.
    fn at(&self, now: Duration) -> MutexGuard<'_, Inside> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = self.config.open_for;
        if inside.now == State::Open && now - inside.opened >= limit {
            inside.now = State::HalfOpen;
            inside.period += 1;
            inside.succeeded = 0;
            inside.given.clear();
        }
        if inside.now == State::HalfOpen {
            inside.given.retain(|given| now - *given < limit);
        }
        inside
    }
}

impl Inside {
    fn note(&mut self, failure: bool, window: u32) {
        let (word, bit) = (self.next as usize / 64, 1 << (self.next % 64));
        if self.known < window {
            self.known += 1;
        } else if self.bits[word] & bit != 0 {
            self.failed -= 1;
        }
        if failure {
            self.bits[word] |= bit;
            self.failed += 1;
        } else {
            self.bits[word] &= !bit;
        }
        self.next = (self.next + 1) % window;
    }

    fn open(&mut self, now: Duration) {
        self.now = State::Open;
        self.period += 1;
        self.opened = now;
    }

    fn close(&mut self) {
        self.now = State::Closed;
        self.period += 1;
        // Bits are overwritten before they count again.
        (self.next, self.known, self.failed) = (0, 0, 0);
    }
}
