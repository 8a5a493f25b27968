//! Made once: the first look acquires, the second is under the lock.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Default)]
struct Lazy {
    is_made: AtomicBool,
    making: Mutex<()>,
    value: UnsafeCell<u64>,
}

// SAFETY: the value is written once, under the lock, before it is made.
unsafe impl Sync for Lazy {}

impl Lazy {
    fn get(&self) -> u64 {
        if !self.is_made.load(Ordering::Acquire) {
            let _guard = self.making.lock().unwrap();
            if !self.is_made.load(Ordering::Relaxed) {
                unsafe { *self.value.get() = 7 };
                self.is_made.store(true, Ordering::Release);
            }
        }
        unsafe { *self.value.get() }
    }
}

pub fn scenario() {
    let lazy = Arc::new(Lazy::default());
    let other = lazy.clone();
    let handle = thread::spawn(move || other.get());
    assert_eq!((lazy.get(), handle.join().unwrap()), (7, 7));
}
