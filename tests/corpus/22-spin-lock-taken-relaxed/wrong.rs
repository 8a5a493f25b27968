//! A lock that spins and is taken relaxed.
//! Found as: data race.

use std::cell::UnsafeCell;
use std::hint;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[derive(Default)]
struct Counter {
    is_held: AtomicBool,
    count: UnsafeCell<u64>,
}

// SAFETY: the count is reached by who holds the lock.
unsafe impl Sync for Counter {}

impl Counter {
    fn add(&self) -> u64 {
        while self.is_held.swap(true, Ordering::Relaxed) {
            hint::spin_loop();
        }
        let count = unsafe { &mut *self.count.get() };
        *count += 1;
        let count = *count;
        self.is_held.store(false, Ordering::Release);
        count
    }
}

pub fn scenario() {
    let counter = Arc::new(Counter::default());
    let other = counter.clone();
    let handle = thread::spawn(move || other.add());
    let sum = counter.add() + handle.join().unwrap();
    assert_eq!(sum, 3);
}
