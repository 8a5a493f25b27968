//! The buffer with the next segment is cut off at the longest `Duration`, so the wait is too
//! short.
//! by: case "a buffer beyond its limit"
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
        if buffer <= self.reservoir {
            return 0;
        }
        let top = self.ladder.kbps.len() - 1;
        let above = buffer - self.reservoir;
        let highest = if above > self.cushion {
            top
        } else {
            top.max(1) - 1
        };
        let lowest = f64::from(self.ladder.kbps[0]);
        let worth = |rung: usize| (f64::from(self.ladder.kbps[rung]) / lowest).ln();
        let fill = above.as_secs_f64() / self.cushion.as_secs_f64();
        let price = |rung: usize| {
            let size = next_sizes[rung].max(1) as f64;
            (worth(rung) + 0.6 - fill * (worth(top) + 0.6)) / size
        };
        let mut best = 0;
        for rung in 1..=highest {
            if price(rung) >= price(best) {
                best = rung;
            }
        }
        // Higher than before only as far as the line would fill the buffer all the same.
        let seconds = self.ladder.segment.as_secs_f64();
        let bears = |rung: &usize| next_sizes[*rung] as f64 * self.cost <= 0.8 * seconds;
        let borne = (0..=best).rev().find(bears).unwrap_or(0);
        best.min(borne.max(self.last))
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
        let full = buffer.saturating_add(self.ladder.segment);
        full.saturating_sub(self.max_buffer)
    }
}
