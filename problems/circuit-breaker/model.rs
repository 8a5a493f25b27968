//! Every outcome is remembered, and every report adds up the last ones.
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
        given: u32,
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
    /// How often the phase has changed.
    changes: u64,
    /// The tickets that are out, with the changes there had been when they were given.
    tickets: Vec<(Handle, u64)>,
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
            changes: 0,
            tickets: vec![],
        }
    }

    pub fn try_call(&mut self, now: Duration, id: Handle) -> Option<Handle> {
        self.advance(now);
        match &mut self.phase {
            Phase::Closed(_) => {}
            Phase::Open(_) => return None,
            Phase::HalfOpen { given, .. } if *given == self.probes => return None,
            Phase::HalfOpen { given, .. } => *given += 1,
        }
        self.tickets.push((id, self.changes));
        Some(id)
    }

    pub fn report(&mut self, ticket: Handle, success: bool, now: Duration) {
        self.advance(now);
        let at = self.tickets.iter().position(|out| out.0 == ticket);
        let at = at.expect("a ticket is reported once");
        if self.tickets.remove(at).1 != self.changes {
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
            Phase::HalfOpen { succeeded, .. } if success => {
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

    pub fn drop(&mut self, ticket: Handle) {
        self.tickets.retain(|out| out.0 != ticket);
    }

    fn advance(&mut self, now: Duration) {
        if matches!(self.phase, Phase::Open(Some(end)) if now >= end) {
            self.change(Phase::HalfOpen {
                given: 0,
                succeeded: 0,
            });
        }
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
