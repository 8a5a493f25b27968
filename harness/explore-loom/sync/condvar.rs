//! Condition variables. Whoever waits longest is woken first: which one it is, is for the
//! explorer to look at.

use super::lock::Lock;
use super::tag::Whole;
use crate::registry::{Gate, with};
use crate::unsupported;
use std::time::Duration;

/// A condition variable. It is known by its address, so it has one of its own.
#[derive(Debug, Default)]
pub struct Condvar {
    address: u8,
}

impl Condvar {
    /// One that nobody waits on.
    pub const fn new() -> Self {
        Self { address: 0 }
    }

    fn key(&self) -> usize {
        &raw const self.address as usize
    }

    /// Releases the lock, waits until it is woken, and acquires the lock again. Never says
    /// that the time is over.
    pub fn wait(&self, _: Whole, lock: &Lock, guarded: Whole, limit: Option<Duration>) -> bool {
        if limit.is_some() {
            unsupported("a wait with a time limit");
        }
        let gate = Gate::new(false);
        with(|registry| {
            let waiters = registry.waiters.entry(self.key()).or_default();
            waiters.push_back(gate.clone());
        });
        lock.release(guarded);
        gate.when(|is_woken| is_woken.then_some(()));
        lock.acquire(guarded);
        false
    }

    /// Wakes one waiter.
    pub fn notify_one(&self, _: Whole) {
        let woken = with(|registry| registry.waiters.get_mut(&self.key())?.pop_front());
        if let Some(gate) = woken {
            gate.now(|is_woken| *is_woken = true);
        }
    }

    /// Wakes all waiters.
    pub fn notify_all(&self, _: Whole) {
        let woken = with(|registry| registry.waiters.remove(&self.key()));
        for gate in woken.into_iter().flatten() {
            gate.now(|is_woken| *is_woken = true);
        }
    }
}
