//! A panic while a mutex is held poisons it; what is inside can still be had.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

pub const EXPECTED: &str = "poisoned with 1, cleared, 2";

pub fn run() -> String {
    let mutex = Arc::new(Mutex::new(0));
    let inside = Arc::clone(&mutex);
    let joined = thread::spawn(move || {
        let mut guard = inside.lock().unwrap();
        *guard = 1;
        panic!("while it is held");
    })
    .join();
    assert!(joined.is_err());
    assert!(mutex.is_poisoned());
    assert!(matches!(
        mutex.try_lock(),
        Err(std::sync::TryLockError::Poisoned(_))
    ));
    let seen = *mutex.lock().unwrap_or_else(PoisonError::into_inner);
    mutex.clear_poison();
    *mutex.lock().expect("no longer poisoned") += 1;
    let last = Arc::try_unwrap(mutex).unwrap().into_inner().unwrap();
    format!("poisoned with {seen}, cleared, {last}")
}
