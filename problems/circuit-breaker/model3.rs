//! Every outcome is remembered, and every report adds up the last ones; every probe is
//! looked at to see whether it is lost. A time from the past is taken for the latest one.
use contract::{Config, State};
use kit::{Handle, Rng};
use std::time::Duration;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Phase {
    /// All outcomes since it closed.
    Closed(Vec<bool>),
    /// Until when; `None` is for ever.
    Open(Option<Duration>),
    HalfOpen {
        succeeded: u32,
    },
}

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    window: usize,
    min_calls: usize,
    failure_percent: usize,
    open_for: Duration,
    probes: u32,
    phase: Phase,
    /// The greatest time given to any call.
    latest: Duration,
    /// How often the phase has changed.
    changes: u64,
    /// The tickets that are out.
    tickets: Vec<Ticket>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Ticket {
    handle: Handle,
    /// How many changes there had been when it was given.
    changes: u64,
    /// When it is lost; `None` is never.
    lost: Option<Duration>,
}

impl Model {
    pub fn new(config: Config) -> Self {
        Self {
            window: config.window as usize,
            min_calls: config.min_calls as usize,
            failure_percent: config.failure_percent.into(),
            open_for: config.open_for,
            probes: config.probes,
            phase: Phase::Closed(vec![]),
            latest: Duration::ZERO,
            changes: 0,
            tickets: vec![],
        }
    }

    pub fn try_call(&mut self, now: Duration, id: Handle) -> Option<Handle> {
        let now = self.advance(now);
        let lost = match self.phase {
            Phase::Closed(_) => None,
            Phase::Open(_) => return None,
            Phase::HalfOpen { succeeded } => {
                let out = self
                    .tickets
                    .iter()
                    .filter(|ticket| self.counts(ticket, now));
                if succeeded as usize + out.count() == self.probes as usize {
                    return None;
                }
                now.checked_add(self.open_for)
            }
        };
        self.tickets.push(Ticket {
            handle: id,
            changes: self.changes,
            lost,
        });
        Some(id)
    }

    pub fn report(&mut self, ticket: Handle, success: bool, now: Duration) {
        let now = self.advance(now);
        let at = self.tickets.iter().position(|out| out.handle == ticket);
        let ticket = self.tickets.remove(at.expect("a ticket is reported once"));
        if !self.counts(&ticket, now) {
            return;
        }
        match &mut self.phase {
            Phase::Closed(outcomes) => {
                outcomes.push(success);
                let first = outcomes.len().saturating_sub(self.window);
                let recent = &outcomes[first..];
                let failures = recent.iter().filter(|success| !**success).count();
                if recent.len() >= self.min_calls
                    && failures * 100 >= self.failure_percent * recent.len()
                {
                    self.change(Phase::Open(now.checked_add(self.open_for)));
                }
            }
            Phase::Open(_) => {}
            Phase::HalfOpen { succeeded } if success => {
                *succeeded += 1;
                if *succeeded == self.probes {
                    self.change(Phase::Closed(vec![]));
                }
            }
            Phase::HalfOpen { .. } => {
                self.change(Phase::Open(now.checked_add(self.open_for)));
            }
        }
    }

    pub fn state(&mut self, now: Duration) -> State {
        self.advance(now);
        match self.phase {
            Phase::Closed(_) => State::Closed,
            Phase::Open(_) => State::Open,
            Phase::HalfOpen { .. } => State::HalfOpen,
        }
    }

    /// Whether an outcome for this ticket would count.
    fn counts(&self, ticket: &Ticket, now: Duration) -> bool {
        ticket.changes == self.changes && ticket.lost.is_none_or(|lost| now < lost)
    }

    /// Lets the time pass; answers which time it is.
    fn advance(&mut self, now: Duration) -> Duration {
        self.latest = self.latest.max(now);
        let now = self.latest;
        if matches!(self.phase, Phase::Open(Some(end)) if now >= end) {
            self.change(Phase::HalfOpen { succeeded: 0 });
        }
        now
    }

    fn change(&mut self, phase: Phase) {
        self.phase = phase;
        self.changes += 1;
    }
}

/// A small breaker that opens soon.
pub fn config(rng: &mut Rng) -> (Config,) {
    let window = 1 + rng.below(5) as u32;
    let min_calls = 1 + rng.below(u64::from(window)) as u32;
    let percents = [50, 100, 1, 20, 25, 33, 34, 40, 60, 66, 67, 75];
    let failure_percent = percents[rng.below(percents.len() as u64) as usize];
    let open_for = Duration::from_millis(1000 + 500 * rng.below(7));
    let probes = 1 + rng.below(3) as u32;
    (Config {
        window,
        min_calls,
        failure_percent,
        open_for,
        probes,
    },)
}
