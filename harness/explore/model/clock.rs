//! Vector clocks: which events happen before which.

use super::thread::ThreadId;

/// How many threads one execution may have, the main one and finished ones included.
pub const MAX_THREADS: usize = 16;

/// For every thread, how many of its events are known; and the latest time known of.
///
/// Virtual time travels with knowledge: a thread whose wait ended early has used up that
/// time, and whoever hears of it cannot be earlier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clock {
    events: [u16; MAX_THREADS],
    /// Virtual time in nanoseconds.
    pub now: u64,
}

impl Clock {
    /// Learns everything that the other knows.
    pub fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.events.iter_mut().zip(other.events) {
            *mine = (*mine).max(theirs);
        }
        self.now = self.now.max(other.now);
    }

    /// How many events of this thread are known.
    pub fn of(&self, thread: ThreadId) -> u16 {
        self.events[thread.index()]
    }

    /// Counts one more event of this thread.
    pub fn tick(&mut self, thread: ThreadId) {
        self.events[thread.index()] += 1;
    }

    /// Whether the event with this clock, of this thread, happened before what is known here.
    pub fn knows(&self, thread: ThreadId, event: &Self) -> bool {
        event.of(thread) <= self.of(thread)
    }

    /// Whether everything that is known here is known there.
    pub fn is_within(&self, other: &Self) -> bool {
        self.events
            .iter()
            .zip(other.events)
            .all(|(mine, theirs)| *mine <= theirs)
    }
}
