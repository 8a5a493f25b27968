//! Adaptive bitrate controller: fill in the bodies and the field marked `todo`.
use std::time::Duration;

/// The bitrates a title is encoded in.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// The rungs in kilobits per second, ascending. There is at least one.
    pub kbps: Vec<u32>,
    /// How long every segment plays.
    pub segment: Duration,
}

/// Chooses the rung of each segment.
pub struct Abr {
    todo: (),
}

impl Abr {
    /// A controller before its first segment. `cushion` is more than 0, and
    /// `max_buffer` at least as long as a segment.
    pub fn new(
        ladder: Ladder,
        reservoir: Duration,
        cushion: Duration,
        max_buffer: Duration,
    ) -> Self {
        todo!()
    }

    /// The rung of the next segment, with this much in the buffer. `next_sizes` has
    /// the size of the segment in bytes for every rung.
    ///
    /// The lowest up to and with `reservoir`; the top only above
    /// `reservoir + cushion`; and, until the next segment is reported, never a lower
    /// one for more in the buffer.
    pub fn choose(&mut self, buffer: Duration, next_sizes: &[u64]) -> usize {
        todo!()
    }

    /// Takes note that a segment of this rung and size took so long to arrive.
    pub fn on_segment(&mut self, rung: usize, bytes: u64, took: Duration) {
        todo!()
    }

    /// How long to wait until the next segment fits into the buffer.
    pub fn wait_before_next(&self, buffer: Duration) -> Duration {
        todo!()
    }
}
