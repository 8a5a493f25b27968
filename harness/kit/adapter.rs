//! For adapter.rs: scripted randomness, and state that callbacks share.

// Where an adapter is explored, std is the explorer's, and core is not: a gate is seen by it,
// and a tally is not.
use core::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Takes a value that nobody looks at, so that the compiler may not leave out what made it.
pub fn keep<T>(value: T) {
    drop(std::hint::black_box(value));
}

/// Scripted randomness: answers in order, then 0; remembers what it was asked.
#[derive(Clone, Debug)]
pub struct Script {
    answers: Vec<usize>,
    at: usize,
    /// The bounds it was asked for, in order.
    pub asked: Vec<usize>,
}

impl Script {
    /// A script of these answers.
    #[must_use]
    pub const fn new(answers: Vec<usize>) -> Self {
        Self {
            answers,
            at: 0,
            asked: Vec::new(),
        }
    }

    /// The next answer, brought below `n`.
    pub fn next(&mut self, n: usize) -> usize {
        self.asked.push(n);
        let answer = self.answers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        answer % n.max(1)
    }
}

/// A counter that neither synchronises nor counts as a step of its thread.
#[derive(Debug, Default)]
pub struct Tally(AtomicU32);

impl Tally {
    /// The number of earlier calls.
    pub fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

/// A gate that callbacks of two threads meet at.
#[derive(Debug, Default)]
pub struct Gate {
    open: Mutex<bool>,
    bell: Condvar,
}

impl Gate {
    /// Lets everybody through, now and later.
    pub fn open(&self) {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bell.notify_all();
    }

    /// Waits until the gate is open.
    pub fn wait(&self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        while !*open {
            open = self.bell.wait(open).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_answers_in_order_and_then_zero() {
        let mut script = Script::new(vec![5, 1]);
        assert_eq!([script.next(3), script.next(2), script.next(9)], [2, 1, 0]);
        assert_eq!(script.asked, [3, 2, 9]);
    }
}
