//! Tickets are drawn relaxed; being served acquires.

use std::cell::UnsafeCell;
use std::hint;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

#[derive(Default)]
struct Till {
    next: AtomicUsize,
    serving: AtomicUsize,
    money: UnsafeCell<u64>,
}

// SAFETY: the money is touched by who is served.
unsafe impl Sync for Till {}

impl Till {
    fn pay(&self, sum: u64) {
        let ticket = self.next.fetch_add(1, Ordering::Relaxed);
        while self.serving.load(Ordering::Acquire) != ticket {
            hint::spin_loop();
        }
        unsafe { *self.money.get() += sum };
        self.serving.store(ticket + 1, Ordering::Release);
    }
}

pub fn scenario() {
    let till = Arc::new(Till::default());
    let other = till.clone();
    let handle = thread::spawn(move || other.pay(3));
    till.pay(4);
    handle.join().unwrap();
    assert_eq!(unsafe { *till.money.get() }, 7);
}
