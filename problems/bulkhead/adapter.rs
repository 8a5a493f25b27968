//! What goes through a clone, and what is measured: coming and going beside many who stay.
use kit::{Bench, keep};
use submission::{Bulkhead, Permit};

pub struct Adapter {
    subject: Bulkhead,
}

impl Adapter {
    pub fn new(limit: usize) -> Self {
        Self {
            subject: Bulkhead::new(limit),
        }
    }

    /// Tries to enter through a clone, which is dropped at once.
    pub fn try_enter_by_clone(&self) -> Option<Permit> {
        self.subject.clone().try_enter()
    }
}

/// `size` stay inside; in every step two come, one after the other, and go again.
pub fn coming_and_going(size: u64, bench: &mut Bench) {
    let bulkhead = Bulkhead::new(size as usize + 1);
    let inside: Vec<Permit> = (0..size).map(|_| bulkhead.enter()).collect();
    bench.run(|_| {
        keep(bulkhead.enter());
        keep(bulkhead.try_enter());
        keep(bulkhead.in_flight());
    });
    keep(inside);
}
