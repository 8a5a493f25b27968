//! Always the lowest rung: it never stalls, and never looks like anything.
//! by: probe "the line: steady"
use std::time::Duration;

/// The bitrates a title is encoded in.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// The rungs in kilobits per second, ascending. There is at least one.
    pub kbps: Vec<u32>,
    /// How long every segment plays.
    pub segment: Duration,
}

pub struct Abr {
    ladder: Ladder,
    reservoir: Duration,
    cushion: Duration,
    max_buffer: Duration,
    last: usize,
    /// Seconds for a byte, more of the latest download than of those before; 0 at first.
    cost: f64,
}

impl Abr {
    pub fn new(
        ladder: Ladder,
        reservoir: Duration,
        cushion: Duration,
        max_buffer: Duration,
    ) -> Self {
        Self {
            ladder,
            reservoir,
            cushion,
            max_buffer,
            last: 0,
            cost: 0.0,
        }
    }

    pub fn choose(&mut self, buffer: Duration, next_sizes: &[u64]) -> usize {
        let _ = (
            buffer,
            next_sizes,
            self.reservoir,
            self.cushion,
            self.last,
            self.cost,
        );
        0
    }

    pub fn on_segment(&mut self, rung: usize, bytes: u64, took: Duration) {
        self.last = rung;
        let cost = took.as_secs_f64() / bytes.max(1) as f64;
        self.cost = if self.cost == 0.0 {
            cost
        } else {
            0.8 * self.cost + 0.2 * cost
        };
    }

    pub fn wait_before_next(&self, buffer: Duration) -> Duration {
        buffer.saturating_sub(self.max_buffer.saturating_sub(self.ladder.segment))
    }
}
