//! Store buffering, sequentially consistent: one of the writes comes first.
//! Source: Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014, table 1 (SB)
//! Allowed: 01 10 11.
//! Explorer: 01 10 11.
//! loom: 00 01 10 11.
//! loom takes sequentially consistent loads and stores for acquisitions and releases, and shows
//! what cannot happen.

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
        other.x.store(1, Ordering::SeqCst);
        other.y.load(Ordering::SeqCst)
    });
    shared.y.store(1, Ordering::SeqCst);
    let mine = shared.x.load(Ordering::SeqCst);
    format!("{}{mine}", handle.join().unwrap())
}
