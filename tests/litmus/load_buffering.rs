//! Load buffering: each thread reads one variable and then writes the other.
//! Source: Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014, table 1 (LB)
//! Allowed: 00 01 10 11.
//! Explorer: 00 01 10.
//! loom: 00 01 10.
//! The orderings allow both to read what the other writes later; neither engine runs a thread
//! ahead of its own program order, so neither shows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

#[derive(Default)]
struct Shared {
    x: AtomicUsize,
    y: AtomicUsize,
}

pub fn outcome() -> String {
    let shared = Arc::new(Shared::default());
    let other = shared.clone();
    let handle = thread::spawn(move || {
        let seen = other.x.load(Ordering::Relaxed);
        other.y.store(1, Ordering::Relaxed);
        seen
    });
    let seen = shared.y.load(Ordering::Relaxed);
    shared.x.store(1, Ordering::Relaxed);
    format!("{}{seen}", handle.join().unwrap())
}
