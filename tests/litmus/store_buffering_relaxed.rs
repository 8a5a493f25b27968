//! Store buffering: each thread writes one variable and reads the other.
//! Source: Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014, table 1 (SB)
//! Allowed: 00 01 10 11.
//! Explorer: 01 10 11.
//! loom: 00 01 10 11.

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
        other.x.store(1, Ordering::Relaxed);
        other.y.load(Ordering::Relaxed)
    });
    shared.y.store(1, Ordering::Relaxed);
    let mine = shared.x.load(Ordering::Relaxed);
    format!("{}{mine}", handle.join().unwrap())
}
