//! The cushion is measured from an empty buffer instead of from the reservoir.
//! by: case "the top only above the cushion"
use std::collections::VecDeque;
use std::time::Duration;

/// The bitrates a title is encoded in.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// The rungs in kilobits per second, ascending. There is at least one.
    pub kbps: Vec<u32>,
    /// How long every segment plays.
    pub segment: Duration,
}

/// How many downloads are remembered.
const MEMORY: usize = 8;

pub struct Abr {
    rungs: usize,
    segment: Duration,
    reservoir: Duration,
    cushion: Duration,
    max_buffer: Duration,
    /// Seconds for each byte of the last downloads.
    costs: VecDeque<f64>,
    last: usize,
}

impl Abr {
    pub fn new(
        ladder: Ladder,
        reservoir: Duration,
        cushion: Duration,
        max_buffer: Duration,
    ) -> Self {
        Self {
            rungs: ladder.kbps.len(),
            segment: ladder.segment,
            reservoir,
            cushion,
            max_buffer,
            costs: VecDeque::new(),
            last: 0,
        }
    }

    pub fn choose(&mut self, buffer: Duration, next_sizes: &[u64]) -> usize {
        if buffer <= self.reservoir || self.costs.is_empty() {
            return 0;
        }
        let above = buffer - self.reservoir;
        let count = if buffer > self.cushion {
            self.rungs
        } else {
            (self.rungs - 1).max(1)
        };
        let cost = self.costs.iter().sum::<f64>() / self.costs.len() as f64;
        // Up to the whole of a segment's time, and what lies above the reservoir over many.
        let (segment, above) = (self.segment.as_secs_f64(), above.as_secs_f64());
        let spend = |rung: usize| {
            let calm = 0.75 * segment + above / 8.0;
            if rung > self.last { calm * 0.75 } else { calm }
        };
        let affordable = |rung: &usize| next_sizes[*rung] as f64 * cost <= spend(*rung);
        (0..count).rev().find(affordable).unwrap_or(0)
    }

    pub fn on_segment(&mut self, rung: usize, bytes: u64, took: Duration) {
        self.last = rung;
        if bytes > 0 {
            self.costs.push_back(took.as_secs_f64() / bytes as f64);
        }
        if self.costs.len() > MEMORY {
            self.costs.pop_front();
        }
    }

    pub fn wait_before_next(&self, buffer: Duration) -> Duration {
        let room = self.max_buffer - self.segment;
        if buffer > room {
            buffer - room
        } else {
            Duration::ZERO
        }
    }
}
