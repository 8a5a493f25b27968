//! A relaxed update in between carries on what was released.
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
    count: AtomicUsize,
}

pub fn outcome() -> String {
    let shared = Arc::new(Shared::default());
    let [one, two] = [(); 2].map(|()| shared.clone());
    let writer = thread::spawn(move || {
        one.data.store(7, Ordering::Relaxed);
        one.count.store(1, Ordering::Release);
    });
    let updater = thread::spawn(move || {
        let _ = two.count.compare_exchange(1, 2, Ordering::Relaxed, Ordering::Relaxed);
    });
    let count = shared.count.load(Ordering::Acquire);
    let seen = if count == 2 { shared.data.load(Ordering::Relaxed) } else { 0 };
    writer.join().unwrap();
    updater.join().unwrap();
    seen.to_string()
}
