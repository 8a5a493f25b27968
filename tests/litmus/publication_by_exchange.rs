//! What an exchange publishes is there for who acquires it.
//! Source: C++20 draft N4860, 6.9.2.1 (intro.races), release sequences
//! Allowed: 0 7.
//! Explorer: 0 7.
//! loom: 0 7.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

#[derive(Default)]
struct Shared {
    data: AtomicUsize,
    owner: AtomicUsize,
}

pub fn outcome() -> String {
    let shared = Arc::new(Shared::default());
    let other = shared.clone();
    let handle = thread::spawn(move || {
        other.data.store(7, Ordering::Relaxed);
        let _ = other.owner.compare_exchange(0, 1, Ordering::Release, Ordering::Relaxed);
    });
    let owner = shared.owner.load(Ordering::Acquire);
    let seen = if owner == 1 { shared.data.load(Ordering::Relaxed) } else { 0 };
    handle.join().unwrap();
    seen.to_string()
}
