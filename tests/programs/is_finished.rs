//! Asking whether a thread is done, without waiting for it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

pub const EXPECTED: &str = "running, then done with 9";

static GO: AtomicBool = AtomicBool::new(false);

pub fn run() -> String {
    let handle = thread::spawn(|| {
        while !GO.load(Ordering::Acquire) {
            thread::yield_now();
        }
        9
    });
    assert!(!handle.is_finished());
    GO.store(true, Ordering::Release);
    while !handle.is_finished() {
        thread::yield_now();
    }
    format!("running, then done with {}", handle.join().unwrap())
}
