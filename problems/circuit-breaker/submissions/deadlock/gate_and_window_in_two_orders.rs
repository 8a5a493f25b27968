//! A report takes the window first and the gate second; a call that finds the open time over takes
//! the gate first and then empties the window.
use std::collections::VecDeque;
use std::sync::Mutex;
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

pub struct Ticket {
    generation: u64,
    given: Duration,
}

#[derive(Default)]
struct Gate {
    /// The greatest time given to any call.
    latest: Duration,
    /// Goes up whenever the breaker opens, becomes half-open or closes.
    generation: u64,
    open: Option<Duration>,
    /// When the probes that are out were given, if it is half-open.
    probes: Option<Vec<Duration>>,
    succeeded: u32,
}

#[derive(Default)]
struct Window {
    failures: VecDeque<bool>,
    failed: usize,
}

pub struct Breaker {
    config: Config,
    gate: Mutex<Gate>,
    window: Mutex<Window>,
}

impl Gate {
    /// Answers whether it has become half-open.
    fn advance(&mut self, now: Duration, open_for: Duration) -> bool {
        self.latest = self.latest.max(now);
        let latest = self.latest;
        let before = self.generation;
        if self.open.is_some_and(|since| latest - since >= open_for) {
            self.open = None;
            self.probes = Some(vec![]);
            self.succeeded = 0;
            self.generation += 1;
        }
        if let Some(probes) = &mut self.probes {
            probes.retain(|given| latest - *given < open_for);
        }
        self.generation != before
    }

    fn open(&mut self) {
        self.open = Some(self.latest);
        self.probes = None;
        self.generation += 1;
    }
}

impl Window {
    /// Takes an outcome in; answers whether that is too much.
    fn note(&mut self, failure: bool, config: &Config) -> bool {
        if self.failures.len() == config.window as usize {
            self.failed -= usize::from(self.failures.pop_front() == Some(true));
        }
        self.failures.push_back(failure);
        self.failed += usize::from(failure);
        let known = self.failures.len();
        known >= config.min_calls as usize
            && self.failed * 100 >= known * usize::from(config.failure_percent)
    }
}

impl Breaker {
    pub fn new(config: Config) -> Self {
        Self {
            config,
            gate: Mutex::default(),
            window: Mutex::default(),
        }
    }

    pub fn try_call(&self, now: Duration) -> Option<Ticket> {
        let mut gate = self.gate.lock().unwrap();
        if gate.advance(now, self.config.open_for) {
            *self.window.lock().unwrap() = Window::default();
        }
        if gate.open.is_some() {
            return None;
        }
        let given = gate.latest;
        let taken = gate.succeeded as usize;
        if let Some(probes) = &mut gate.probes {
            if taken + probes.len() >= self.config.probes as usize {
                return None;
            }
            probes.push(given);
        }
        let generation = gate.generation;
        Some(Ticket { generation, given })
    }

    pub fn report(&self, ticket: Ticket, success: bool, now: Duration) {
        let mut window = self.window.lock().unwrap();
        let mut gate = self.gate.lock().unwrap();
        if gate.advance(now, self.config.open_for) {
            *window = Window::default();
        }
        if ticket.generation != gate.generation {
            return;
        }
        let Some(probes) = &mut gate.probes else {
            if window.note(!success, &self.config) {
                gate.open();
            }
            return;
        };
        let Some(at) = probes.iter().position(|given| *given == ticket.given) else {
            return;
        };
        probes.swap_remove(at);
        if !success {
            gate.open();
            return;
        }
        gate.succeeded += 1;
        if gate.succeeded == self.config.probes {
            gate.probes = None;
            gate.succeeded = 0;
            gate.generation += 1;
        }
    }

    pub fn state(&self, now: Duration) -> State {
        let mut gate = self.gate.lock().unwrap();
        if gate.advance(now, self.config.open_for) {
            *self.window.lock().unwrap() = Window::default();
        }
        match (gate.open, &gate.probes) {
            (Some(_), _) => State::Open,
            (None, Some(_)) => State::HalfOpen,
            (None, None) => State::Closed,
        }
    }
}
