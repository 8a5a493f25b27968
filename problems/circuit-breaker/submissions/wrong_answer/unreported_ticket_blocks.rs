//! A probe that never comes back keeps its place for ever.
//! by: case "the place of a lost probe is given again"
//! stage: 2
use std::cell::RefCell;
use std::collections::VecDeque;
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

/// The number of the state in which it was given.
pub struct Ticket(u64);

pub struct Breaker {
    config: Config,
    run: RefCell<Run>,
}

/// The time since the last change of the state.
struct Run {
    number: u64,
    /// Set while open: since when.
    open: Option<Duration>,
    /// Probes given and probes that succeeded; `None` unless half-open.
    probes: Option<(u32, u32)>,
    /// Failures before the window, then after each outcome in it.
    totals: VecDeque<u64>,
}

impl Run {
    fn next(&self) -> Self {
        Self {
            number: self.number + 1,
            open: None,
            probes: None,
            totals: [0].into(),
        }
    }
}

impl Breaker {
    pub fn new(config: Config) -> Self {
        let run = Run {
            number: 0,
            open: None,
            probes: None,
            totals: [0].into(),
        };
        Self {
            config,
            run: RefCell::new(run),
        }
    }

    pub fn try_call(&self, now: Duration) -> Option<Ticket> {
        self.pass(now);
        let mut run = self.run.borrow_mut();
        if run.open.is_some() {
            return None;
        }
        if let Some((given, _)) = &mut run.probes {
            if *given >= self.config.probes {
                return None;
            }
            *given += 1;
        }
        Some(Ticket(run.number))
    }

    pub fn report(&self, ticket: Ticket, success: bool, now: Duration) {
        self.pass(now);
        let mut run = self.run.borrow_mut();
        if ticket.0 != run.number || run.open.is_some() {
            return;
        }
        let opens = match &mut run.probes {
            Some((_, succeeded)) => {
                *succeeded += u32::from(success);
                if *succeeded == self.config.probes {
                    *run = run.next();
                    return;
                }
                !success
            }
            None => {
                let total = run
                    .totals
                    .back()
                    .map_or(0, |last| last + u64::from(!success));
                run.totals.push_back(total);
                if run.totals.len() > self.config.window as usize + 1 {
                    run.totals.pop_front();
                }
                let known = run.totals.len() as u64 - 1;
                let failed = total - run.totals.front().copied().unwrap_or(0);
                let wanted = known * u64::from(self.config.failure_percent);
                known >= u64::from(self.config.min_calls) && failed * 100 >= wanted
            }
        };
        if opens {
            *run = Run {
                open: Some(now),
                ..run.next()
            };
        }
    }

    pub fn state(&self, now: Duration) -> State {
        self.pass(now);
        let run = self.run.borrow();
        match (run.open, run.probes) {
            (Some(_), _) => State::Open,
            (None, Some(_)) => State::HalfOpen,
            (None, None) => State::Closed,
        }
    }

    fn pass(&self, now: Duration) {
        let mut run = self.run.borrow_mut();
        if run
            .open
            .is_some_and(|since| now - since >= self.config.open_for)
        {
            *run = Run {
                probes: Some((0, 0)),
                ..run.next()
            };
        }
    }
}
