//! Message passing with a release that nobody acquires.
//! Source: Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014, table 1 (MP)
//! Allowed: 00 01 10 11.
//! Explorer: 00 01 11.
//! loom: 00 01 10 11.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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
        other.flag.store(1, Ordering::Release);
    });
    let flag = shared.flag.load(Ordering::Relaxed);
    let data = shared.data.load(Ordering::Relaxed);
    handle.join().unwrap();
    format!("{flag}{data}")
}
