//! A flag is looked at outside of the lock: the wake-up comes before the wait.
//! Found as: deadlock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

#[derive(Default)]
struct Latch {
    open: AtomicBool,
    mutex: Mutex<()>,
    opened: Condvar,
}

impl Latch {
    fn wait(&self) {
        while !self.open.load(Ordering::SeqCst) {
            let guard = self.mutex.lock().unwrap();
            drop(self.opened.wait(guard).unwrap());
        }
    }

    fn open(&self) {
        self.open.store(true, Ordering::SeqCst);
        self.opened.notify_all();
    }
}

pub fn scenario() {
    let latch = Arc::new(Latch::default());
    let other = latch.clone();
    let waiter = thread::spawn(move || other.wait());
    latch.open();
    waiter.join().unwrap();
}
