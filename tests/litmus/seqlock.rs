//! A sequence lock: what is read between two equal even numbers is whole.
//! Source: Boehm, "Can Seqlocks Get Along With Programming Language Memory Models?", MSPC 2012, section 4
//! Allowed: 00 11 retry.
//! Explorer: 00 11 retry.
//! loom: 00 11 retry.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

#[derive(Default)]
struct Shared {
    sequence: AtomicUsize,
    one: AtomicUsize,
    two: AtomicUsize,
}

pub fn outcome() -> String {
    let shared = Arc::new(Shared::default());
    let other = shared.clone();
    let handle = thread::spawn(move || {
        other.sequence.store(1, Ordering::Relaxed);
        fence(Ordering::Release);
        other.one.store(1, Ordering::Relaxed);
        other.two.store(1, Ordering::Relaxed);
        other.sequence.store(2, Ordering::Release);
    });
    let before = shared.sequence.load(Ordering::Acquire);
    let one = shared.one.load(Ordering::Relaxed);
    let two = shared.two.load(Ordering::Relaxed);
    fence(Ordering::Acquire);
    let after = shared.sequence.load(Ordering::Relaxed);
    handle.join().unwrap();
    if before == after && before % 2 == 0 {
        format!("{one}{two}")
    } else {
        "retry".to_owned()
    }
}
