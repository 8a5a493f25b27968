//! Waits that end only when the clock is past the deadline, not when it has come.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

pub const EXPECTED: &str = "late, late, late";

pub fn run() -> String {
    let pause = Duration::from_millis(1);
    let (mutex, condvar) = (Mutex::new(false), Condvar::new());
    let deadline = Instant::now() + pause;
    let mut done = mutex.lock().unwrap();
    while !*done && Instant::now() <= deadline {
        let left = deadline.saturating_duration_since(Instant::now());
        done = condvar.wait_timeout(done, left).unwrap().0;
    }
    let deadline = Instant::now() + pause;
    while Instant::now() <= deadline {
        thread::park_timeout(deadline - Instant::now());
    }
    let begin = Instant::now();
    while begin.elapsed() < pause {
        thread::sleep(pause / 2);
    }
    "late, late, late".into()
}
