//! What goes through a clone, what is done by those who are in, and what is measured: coming
//! and going beside many who stay.
use kit::{Bench, keep};
use std::cell::UnsafeCell;
use submission::{Bulkhead, Permit};

pub struct Adapter {
    subject: Bulkhead,
    /// What is behind the bulkhead: plain memory, for whoever is in.
    visits: UnsafeCell<u32>,
}

impl Adapter {
    pub fn new(limit: usize) -> Self {
        Self {
            subject: Bulkhead::new(limit),
            visits: UnsafeCell::new(0),
        }
    }

    /// Tries to enter through a clone, which is dropped at once.
    pub fn try_enter_by_clone(&self) -> Option<Permit> {
        self.subject.clone().try_enter()
    }

    /// Goes in if there is a place, counts the visit, and leaves. With one place, whoever is in
    /// is alone.
    pub fn try_visit(&self) -> Option<u32> {
        let _permit = self.subject.try_enter()?;
        let visits = self.visits.get();
        // SAFETY: threads only visit where there is one place, and one of them has it.
        unsafe {
            *visits += 1;
            Some(*visits)
        }
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
