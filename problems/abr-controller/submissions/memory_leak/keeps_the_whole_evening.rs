//! Every download is kept, though only the last few are looked at.
//! by: memory later
use std::time::Duration;

/// The bitrates a title is encoded in.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// The rungs in kilobits per second, ascending. There is at least one.
    pub kbps: Vec<u32>,
    /// How long every segment plays.
    pub segment: Duration,
}

/// For how many segments a choice is thought through.
const AHEAD: u32 = 4;

pub struct Abr {
    ladder: Ladder,
    reservoir: Duration,
    cushion: Duration,
    max_buffer: Duration,
    /// Bytes a second of the last downloads, newest last.
    speeds: Vec<f64>,
    last: usize,
    /// Segments since the rung changed.
    held: u32,
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
            speeds: vec![],
            last: 0,
            held: 0,
        }
    }

    pub fn choose(&mut self, buffer: Duration, next_sizes: &[u64]) -> usize {
        let mut best = 0;
        for rung in 1..self.ladder.kbps.len() {
            if self.may(rung, buffer) && self.lasts(rung, buffer, next_sizes) {
                best = rung;
            }
        }
        // It climbs only after it has stayed for a while, and then by one rung.
        if best > self.last {
            let next = self.last + usize::from(self.held >= 3);
            return (0..=next)
                .rev()
                .find(|rung| self.may(*rung, buffer))
                .unwrap_or(0);
        }
        best
    }

    pub fn on_segment(&mut self, rung: usize, bytes: u64, took: Duration) {
        self.held = if rung == self.last { self.held + 1 } else { 0 };
        self.last = rung;
        if !took.is_zero() {
            self.speeds.push(bytes as f64 / took.as_secs_f64());
        }
    }

    pub fn wait_before_next(&self, buffer: Duration) -> Duration {
        // Not what is too much of `buffer + segment`: that may be more than there is.
        let room = self.max_buffer - self.ladder.segment;
        buffer - buffer.min(room)
    }

    /// Whether the rules allow the rung.
    fn may(&self, rung: usize, buffer: Duration) -> bool {
        let top = self.ladder.kbps.len() - 1;
        let above = buffer.saturating_sub(self.reservoir);
        rung == 0 || (!above.is_zero() && (rung < top || above > self.cushion))
    }

    fn lasts(&self, rung: usize, buffer: Duration, next_sizes: &[u64]) -> bool {
        let mean = |speeds: &[f64]| speeds.iter().sum::<f64>() / speeds.len().max(1) as f64;
        let recent = &self.speeds[self.speeds.len().saturating_sub(2)..];
        let speed =
            0.8 * mean(&self.speeds[self.speeds.len().saturating_sub(10)..]).min(mean(recent));
        if !speed.is_finite() || speed <= 0.0 {
            return false;
        }
        let segment = self.ladder.segment.as_secs_f64();
        let nominal = f64::from(self.ladder.kbps[rung]) * 125.0 * segment;
        let next = next_sizes[rung] as f64;
        let mut left = buffer.as_secs_f64() + segment - next / speed;
        for _ in 1..AHEAD {
            left += segment - nominal / speed;
        }
        let reserve = self.reservoir.as_secs_f64() + 0.25 * self.cushion.as_secs_f64();
        left >= reserve.min(buffer.as_secs_f64())
    }
}
