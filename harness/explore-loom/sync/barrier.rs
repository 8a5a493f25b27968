//! Barriers.

use crate::registry::{self, forget, is_inside};

/// A barrier. It is known by its address.
#[derive(Debug)]
pub struct Barrier {
    threads: usize,
}

#[derive(Default)]
struct Arrived {
    count: usize,
    generation: usize,
}

impl Barrier {
    /// A barrier for so many threads.
    pub const fn new(threads: usize) -> Self {
        Self { threads }
    }

    /// Waits until all have arrived. Whether this is the last one.
    pub fn wait(&self) -> bool {
        let gate = registry::gate(&raw const self.threads as usize, Arrived::default);
        let own = gate.now(|arrived| {
            arrived.count += 1;
            if arrived.count < self.threads {
                return Some(arrived.generation);
            }
            arrived.count = 0;
            arrived.generation += 1;
            None
        });
        if let Some(own) = own {
            gate.when(|arrived| (arrived.generation != own).then_some(()));
        }
        own.is_none()
    }
}

impl Drop for Barrier {
    /// Another one may be made at this address.
    fn drop(&mut self) {
        if is_inside() {
            forget(&raw const self.threads as usize);
        }
    }
}
