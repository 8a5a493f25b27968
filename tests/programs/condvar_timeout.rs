//! Waiting for a limited time, when nobody will come.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

pub const EXPECTED: &str = "timed out, timed out with 3, not needed";

pub fn run() -> String {
    let mutex = Mutex::new(3);
    let condvar = Condvar::new();
    let begin = Instant::now();
    let pause = Duration::from_millis(5);
    let mut guard = mutex.lock().unwrap();
    let first = loop {
        let (back, result) = condvar.wait_timeout(guard, pause).unwrap();
        guard = back;
        if result.timed_out() {
            break "timed out";
        }
    };
    let (guard, result) = condvar
        .wait_timeout_while(guard, pause, |n| *n == 3)
        .unwrap();
    assert!(result.timed_out());
    let second = format!("timed out with {}", *guard);
    let (guard, result) = condvar
        .wait_timeout_while(guard, pause, |n| *n == 4)
        .unwrap();
    assert!(!result.timed_out());
    drop(guard);
    assert!(begin.elapsed() >= Duration::ZERO);
    format!("{first}, {second}, not needed")
}
