//! A flag is looked at and set under the lock.

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
        let mut guard = self.mutex.lock().unwrap();
        while !self.open.load(Ordering::SeqCst) {
            guard = self.opened.wait(guard).unwrap();
        }
    }

    fn open(&self) {
        let _guard = self.mutex.lock().unwrap();
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
