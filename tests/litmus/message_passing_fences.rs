//! Message passing with a release fence and an acquire fence.
//! Source: C++20 draft N4860, 31.11 (atomics.fences)
//! Allowed: 00 01 11.
//! Explorer: 00 01 11.
//! loom: 00 01 11.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

#[derive(Default)]
struct Shared {
    data: AtomicUsize,
    flag: AtomicUsize,
}

pub fn outcome() -> String {
    let shared = Arc::new(Shared::default());
    let other = shared.clone();
    let handle = thread::spawn(move || {
        other.data.store(1, Ordering::Relaxed);
        fence(Ordering::Release);
        other.flag.store(1, Ordering::Relaxed);
    });
    let flag = shared.flag.load(Ordering::Relaxed);
    fence(Ordering::Acquire);
    let data = shared.data.load(Ordering::Relaxed);
    handle.join().unwrap();
    format!("{flag}{data}")
}
