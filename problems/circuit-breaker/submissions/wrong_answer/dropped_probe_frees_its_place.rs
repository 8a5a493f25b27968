//! A ticket that is dropped gives its place back at once.
//! by: case "a dropped probe is lost when its time is over"
//! stage: 2
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
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
    round: Rc<Round>,
    /// Whether its probe has been lost; the round knows it too.
    lost: Rc<Cell<bool>>,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Round::Trying(trial) = &*self.round {
            let mut trial = trial.borrow_mut();
            let before = trial.probes.len();
            trial
                .probes
                .retain(|probe| !Rc::ptr_eq(&probe.1, &self.lost));
            trial.out -= (before - trial.probes.len()) as u32;
        }
    }
}

enum Round {
    Trusting(RefCell<Outcomes>),
    Resting { since: Duration },
    Trying(RefCell<Trial>),
}

#[derive(Default)]
struct Outcomes {
    seen: VecDeque<bool>,
    failures: u64,
}

#[derive(Default)]
struct Trial {
    successes: u32,
    out: u32,
    /// Every probe that may still be lost, oldest first.
    probes: VecDeque<(Duration, Rc<Cell<bool>>)>,
}

pub struct Breaker {
    config: Config,
    round: RefCell<Rc<Round>>,
}

impl Breaker {
    pub fn new(config: Config) -> Self {
        let round = Rc::new(Round::Trusting(RefCell::default()));
        Self {
            config,
            round: RefCell::new(round),
        }
    }

    pub fn try_call(&self, now: Duration) -> Option<Ticket> {
        let round = self.round_at(now);
        let lost = Rc::new(Cell::new(false));
        match &*round {
            Round::Trusting(_) => {}
            Round::Resting { .. } => return None,
            Round::Trying(trial) => {
                let mut trial = trial.borrow_mut();
                if trial.successes + trial.out == self.config.probes {
                    return None;
                }
                trial.out += 1;
                trial.probes.push_back((now, Rc::clone(&lost)));
            }
        }
        Some(Ticket { round, lost })
    }

    pub fn report(&self, ticket: Ticket, success: bool, now: Duration) {
        let round = self.round_at(now);
        if !Rc::ptr_eq(&round, &ticket.round) || ticket.lost.get() {
            return;
        }
        let next = match &*round {
            Round::Trusting(outcomes) => outcomes
                .borrow_mut()
                .take(success, &self.config)
                .then_some(Round::Resting { since: now }),
            Round::Resting { .. } => None,
            Round::Trying(_) if !success => Some(Round::Resting { since: now }),
            Round::Trying(trial) => {
                let mut trial = trial.borrow_mut();
                // It has come back: it cannot be lost any more.
                trial
                    .probes
                    .retain(|probe| !Rc::ptr_eq(&probe.1, &ticket.lost));
                trial.out -= 1;
                trial.successes += 1;
                let done = trial.successes == self.config.probes;
                done.then(|| Round::Trusting(RefCell::default()))
            }
        };
        if let Some(next) = next {
            self.round.replace(Rc::new(next));
        }
    }

    pub fn state(&self, now: Duration) -> State {
        match *self.round_at(now) {
            Round::Trusting(_) => State::Closed,
            Round::Resting { .. } => State::Open,
            Round::Trying(_) => State::HalfOpen,
        }
    }

    fn round_at(&self, now: Duration) -> Rc<Round> {
        let mut round = self.round.borrow_mut();
        let is_over = |since: Duration| now.saturating_sub(since) >= self.config.open_for;
        match &**round {
            Round::Trusting(_) => {}
            Round::Resting { since } => {
                if is_over(*since) {
                    *round = Rc::new(Round::Trying(RefCell::default()));
                }
            }
            Round::Trying(trial) => {
                let mut trial = trial.borrow_mut();
                while trial.probes.front().is_some_and(|probe| is_over(probe.0)) {
                    if let Some((_, lost)) = trial.probes.pop_front() {
                        lost.set(true);
                        trial.out -= 1;
                    }
                }
            }
        }
        Rc::clone(&round)
    }
}

impl Outcomes {
    /// Takes an outcome in, and answers whether it is too much now.
    fn take(&mut self, success: bool, config: &Config) -> bool {
        self.seen.push_back(success);
        self.failures += u64::from(!success);
        if self.seen.len() > config.window as usize && self.seen.pop_front() == Some(false) {
            self.failures -= 1;
        }
        let known = self.seen.len() as u64;
        known >= config.min_calls.into()
            && self.failures * 100 >= u64::from(config.failure_percent) * known
    }
}
