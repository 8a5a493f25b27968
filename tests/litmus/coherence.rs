//! Coherence: two reads of one variable never go back in time.
//! Source: C++20 draft N4860, 6.9.2.1 (intro.races), read-read coherence
//! Allowed: 00 01 02 11 12 22.
//! Explorer: 00 01 02 11 12 22.
//! loom: 00 01 02 11 12 22.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub fn outcome() -> String {
    let x = Arc::new(AtomicUsize::new(0));
    let other = x.clone();
    let handle = thread::spawn(move || {
        other.store(1, Ordering::Relaxed);
        other.store(2, Ordering::Relaxed);
    });
    let first = x.load(Ordering::Relaxed);
    let second = x.load(Ordering::Relaxed);
    handle.join().unwrap();
    format!("{first}{second}")
}
