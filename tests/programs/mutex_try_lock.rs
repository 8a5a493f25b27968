//! `try_lock` while the lock is held, and when it is free.

use std::sync::{Mutex, TryLockError};

pub const EXPECTED: &str = "busy busy free 7";

pub fn run() -> String {
    let mutex = Mutex::new(7);
    let held = mutex.lock().unwrap();
    let mut words = vec![];
    words.push(match mutex.try_lock() {
        Err(TryLockError::WouldBlock) => "busy",
        Err(TryLockError::Poisoned(_)) => "poisoned",
        Ok(_) => "free",
    });
    let elsewhere =
        std::thread::scope(|scope| scope.spawn(|| mutex.try_lock().is_err()).join().unwrap());
    words.push(if elsewhere { "busy" } else { "free" });
    drop(held);
    words.push(if mutex.try_lock().is_ok() {
        "free"
    } else {
        "busy"
    });
    format!("{} {}", words.join(" "), mutex.into_inner().unwrap())
}
