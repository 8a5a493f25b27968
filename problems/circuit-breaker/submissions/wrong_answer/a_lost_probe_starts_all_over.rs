//! When a probe is lost the half-open time starts all over, without the successes so far.
//! by: case "the successes of other probes stay"
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

pub struct Ticket {
    generation: u64,
    /// When the probe is lost; `None` is never.
    lost: Option<Duration>,
}

pub struct Breaker {
    config: Config,
    machine: RefCell<Machine>,
}

struct Machine {
    phase: Phase,
    /// Goes up with every change of the phase; older tickets do not count.
    generation: u64,
}

enum Phase {
    Closed {
        /// The last outcomes; `true` is a failure.
        outcomes: VecDeque<bool>,
        failures: usize,
    },
    Open {
        /// `None` is for ever.
        until: Option<Duration>,
    },
    HalfOpen {
        succeeded: usize,
        /// When each of the probes that are out is lost, in that order.
        out: VecDeque<Option<Duration>>,
    },
}

impl Phase {
    fn closed() -> Self {
        Self::Closed {
            outcomes: VecDeque::new(),
            failures: 0,
        }
    }
}

impl Machine {
    fn change(&mut self, phase: Phase) {
        self.phase = phase;
        self.generation += 1;
    }

    /// Lets the time that has passed take effect.
    fn advance(&mut self, now: Duration) {
        let is_over = |moment: Option<Duration>| moment.is_some_and(|moment| moment <= now);
        match &mut self.phase {
            Phase::Closed { .. } => {}
            Phase::Open { until } => {
                if is_over(*until) {
                    self.change(Phase::HalfOpen {
                        succeeded: 0,
                        out: VecDeque::new(),
                    });
                }
            }
            Phase::HalfOpen { out, .. } => {
                if out.front().is_some_and(|lost| is_over(*lost)) {
                    self.change(Phase::HalfOpen {
                        succeeded: 0,
                        out: VecDeque::new(),
                    });
                }
            }
        }
    }
}

impl Breaker {
    pub fn new(config: Config) -> Self {
        Self {
            config,
            machine: RefCell::new(Machine {
                phase: Phase::closed(),
                generation: 0,
            }),
        }
    }

    pub fn try_call(&self, now: Duration) -> Option<Ticket> {
        let mut machine = self.machine.borrow_mut();
        machine.advance(now);
        let lost = match &mut machine.phase {
            Phase::Closed { .. } => None,
            Phase::Open { .. } => return None,
            Phase::HalfOpen { succeeded, out } => {
                if *succeeded + out.len() == self.config.probes as usize {
                    return None;
                }
                let lost = now.checked_add(self.config.open_for);
                out.push_back(lost);
                lost
            }
        };
        Some(Ticket {
            generation: machine.generation,
            lost,
        })
    }

    pub fn report(&self, ticket: Ticket, success: bool, now: Duration) {
        let mut machine = self.machine.borrow_mut();
        machine.advance(now);
        if ticket.generation != machine.generation {
            return;
        }
        let opened = Phase::Open {
            until: now.checked_add(self.config.open_for),
        };
        match &mut machine.phase {
            Phase::Closed { outcomes, failures } => {
                if outcomes.len() == self.config.window as usize {
                    *failures -= usize::from(outcomes.pop_front() == Some(true));
                }
                outcomes.push_back(!success);
                *failures += usize::from(!success);
                if self.is_too_much(*failures, outcomes.len()) {
                    machine.change(opened);
                }
            }
            Phase::Open { .. } => {}
            Phase::HalfOpen { succeeded, out } => {
                // Probes with the same end are as good as one another.
                let Some(at) = out.iter().position(|lost| *lost == ticket.lost) else {
                    return;
                };
                out.remove(at);
                if !success {
                    machine.change(opened);
                    return;
                }
                *succeeded += 1;
                if *succeeded == self.config.probes as usize {
                    machine.change(Phase::closed());
                }
            }
        }
    }

    pub fn state(&self, now: Duration) -> State {
        let mut machine = self.machine.borrow_mut();
        machine.advance(now);
        match machine.phase {
            Phase::Closed { .. } => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen { .. } => State::HalfOpen,
        }
    }

    fn is_too_much(&self, failures: usize, outcomes: usize) -> bool {
        outcomes >= self.config.min_calls as usize
            && failures * 100 >= usize::from(self.config.failure_percent) * outcomes
    }
}
