//! The tree of executions, as far as the current one reaches.

use crate::model::clock::Clock;
use crate::model::operation::Operation;
use crate::model::thread::{ThreadId, ThreadSet};

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Who did it.
    pub thread: ThreadId,
    /// What was done.
    pub operation: Operation,
    /// What its thread knows with it.
    pub clock: Clock,
    /// What was chosen with it.
    pub label: u8,
    /// Whether it had no effect.
    pub is_idle: bool,
}

/// The most choices that an operation may have.
pub const MAX_CHOICES: usize = 16;

/// A state of the program, and what is explored from it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Who could go on here.
    pub enabled: ThreadSet,
    /// Who has to be tried here.
    pub backtrack: ThreadSet,
    /// Whose next operation leads only to what is explored already.
    pub sleep: ThreadSet,
    /// Who is tried now.
    pub chosen: ThreadId,
    /// Which of its choices is tried now.
    pub choice: u8,
    /// How many choices it has; 0 until that is known.
    pub choices: u8,
    /// What its choices are called.
    pub labels: [u8; MAX_CHOICES],
    /// What it did; nothing until the races of that have been looked for.
    pub event: Option<Event>,
}

impl Node {
    /// What is chosen with the operation; the first choice as long as they are not known.
    pub fn label(&self) -> u8 {
        self.labels[usize::from(self.choice)]
    }

    /// Moves on to what has to be tried next from here. Says whether there is anything.
    ///
    /// The choices of a thread come first: it goes to sleep only when all have been tried.
    pub fn advance(&mut self, reduces: bool) -> bool {
        if self.choice + 1 < self.choices {
            self.choice += 1;
            return true;
        }
        self.backtrack.remove(self.chosen);
        if reduces {
            self.sleep.insert(self.chosen);
        }
        let left = self.backtrack.and(self.enabled).without(self.sleep);
        let Some(next) = left.first() else {
            return false;
        };
        self.chosen = next;
        self.choice = 0;
        self.choices = 0;
        self.labels = [0; MAX_CHOICES];
        self.event = None;
        true
    }
}
