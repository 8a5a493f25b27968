//! Whoever parks looks at a flag, and learns from it even if no token came.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[derive(Default)]
struct Order {
    is_done: AtomicBool,
    meal: UnsafeCell<u64>,
}

// SAFETY: the meal is made before the order is done, and eaten after.
unsafe impl Sync for Order {}

pub fn scenario() {
    let order = Arc::new(Order::default());
    let other = order.clone();
    let guest = thread::current();
    let cook = thread::spawn(move || {
        unsafe { *other.meal.get() = 7 };
        other.is_done.store(true, Ordering::Release);
        guest.unpark();
    });
    while !order.is_done.load(Ordering::Acquire) {
        thread::park();
    }
    assert_eq!(unsafe { *order.meal.get() }, 7);
    cook.join().unwrap();
}
