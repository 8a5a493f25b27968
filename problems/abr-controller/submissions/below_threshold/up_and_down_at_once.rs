//! The buffer alone decides, and nothing holds it where it is: between two rungs it changes
//! with every segment.
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
        }
    }

    pub fn choose(&mut self, buffer: Duration, next_sizes: &[u64]) -> usize {
        let Some(above) = buffer.checked_sub(self.reservoir) else {
            return 0;
        };
        let top = self.ladder.kbps.len() - 1;
        let highest = match above {
            Duration::ZERO => 0,
            _ if above > self.cushion => top,
            _ => top.saturating_sub(1),
        };
        let reached = |above: Duration, limit: usize| {
            let allowed = self.allowed(above);
            let fits = |rung: &usize| self.needed(*rung, next_sizes) <= allowed;
            (0..=limit).rev().find(fits).unwrap_or(0)
        };
        reached(above, highest)
    }

    pub fn on_segment(&mut self, _rung: usize, _bytes: u64, _took: Duration) {}

    pub fn wait_before_next(&self, buffer: Duration) -> Duration {
        buffer.saturating_sub(self.max_buffer - self.ladder.segment)
    }

    /// What may be spent with this much above the reservoir, in kilobits per second.
    fn allowed(&self, above: Duration) -> f64 {
        let least = f64::from(self.ladder.kbps[0]);
        let most = f64::from(self.ladder.kbps[self.ladder.kbps.len() - 1]);
        let filled = above.as_secs_f64() / self.cushion.as_secs_f64();
        least + (most - least) * filled.min(1.0)
    }

    /// What a rung needs: in a lavish scene more than its name says.
    fn needed(&self, rung: usize, next_sizes: &[u64]) -> f64 {
        let kilobits = next_sizes[rung] as f64 * 8.0 / 1000.0;
        let actual = kilobits / self.ladder.segment.as_secs_f64();
        actual.max(f64::from(self.ladder.kbps[rung]))
    }
}
