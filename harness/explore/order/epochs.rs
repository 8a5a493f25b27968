//! Vector clocks of the orderings.

use crate::model::clock::MAX_THREADS;
use crate::model::thread::ThreadId;

/// For every thread, up to which of its epochs everything is known. An epoch ends when a
/// thread tells somebody what it knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Epochs([u32; MAX_THREADS]);

impl Epochs {
    pub fn of(&self, thread: ThreadId) -> u32 {
        self.0[thread.index()]
    }

    pub fn tick(&mut self, thread: ThreadId) {
        self.0[thread.index()] += 1;
    }

    pub fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine = (*mine).max(theirs);
        }
    }

    /// Whether everything known here is known there.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(other.0)
            .all(|(mine, theirs)| *mine <= theirs)
    }
}

/// What somebody knows by the orderings the program asked for, and what they would know if
/// every atomic operation released and acquired. The difference explains a race.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct View {
    pub known: Epochs,
    pub strong: Epochs,
}

impl View {
    pub fn join(&mut self, other: &Self) {
        self.known.join(&other.known);
        self.strong.join(&other.strong);
    }
}
