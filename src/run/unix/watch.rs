//! The limits of one exchange, looked after.

use super::{Held, Limit, Running, State, TICK};
use crate::run::process::{Allowance, Process};
use std::time::{Duration, Instant};

/// How often the wall time of a process may pass that could run all the while.
const BUSY: u32 = 6;

/// Looks after the limits of one exchange.
pub struct Watch {
    allowance: Allowance,
    pub begun: Instant,
    used_before: Duration,
    used: Duration,
    /// When the CPU time last grew.
    worked: Instant,
}

impl Watch {
    /// Begins now; `used` is the CPU time so far.
    pub fn new(allowance: Allowance, used: Option<Duration>) -> Self {
        let now = Instant::now();
        let used = used.unwrap_or_default();
        Self {
            allowance,
            begun: now,
            used_before: used,
            used,
            worked: now,
        }
    }

    /// The limit that is reached, if one is.
    pub fn look(&mut self, running: &mut Running) -> Option<Limit> {
        let now = Instant::now();
        if let Some(used) = running.cpu().filter(|used| *used > self.used) {
            self.used = used;
            self.worked = now;
        }
        if self.used.saturating_sub(self.used_before)
            >= Duration::from_millis(self.allowance.cpu_ms)
        {
            return Some(Limit::Cpu);
        }
        let wall = Duration::from_millis(self.allowance.wall_ms);
        if now - self.begun < wall {
            return None;
        }
        match running.program.as_ref().map(Held::state) {
            // Others keep it from running: that is not its fault.
            Some(State::CanRun) if now - self.begun < wall * BUSY => None,
            Some(State::Asleep) => {
                running.asleep = now - self.worked >= wall / 2;
                Some(Limit::Wall)
            }
            _ => Some(Limit::Wall),
        }
    }

    /// How long nothing has to be looked at.
    pub fn left(&self) -> Duration {
        let wall = Duration::from_millis(self.allowance.wall_ms);
        match wall.saturating_sub(self.begun.elapsed()) {
            Duration::ZERO => TICK,
            left => left,
        }
    }
}
