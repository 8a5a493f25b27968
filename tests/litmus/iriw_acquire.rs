//! Independent reads of independent writes: two readers see two writes in two orders.
//! Source: Alglave, Maranget, Tautschnig, "Herding Cats", TOPLAS 2014, table 1 (IRIW)
//! Allowed: agree disagree.
//! Explorer: agree.
//! loom: agree disagree.

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
    let [one, two, three] = [(); 3].map(|()| shared.clone());
    let writer = thread::spawn(move || one.x.store(1, Ordering::Release));
    let other = thread::spawn(move || two.y.store(1, Ordering::Release));
    let reader = thread::spawn(move || {
        let x = three.x.load(Ordering::Acquire);
        let y = three.y.load(Ordering::Acquire);
        x > y
    });
    let y = shared.y.load(Ordering::Acquire);
    let x = shared.x.load(Ordering::Acquire);
    let disagrees = reader.join().unwrap() && y > x;
    writer.join().unwrap();
    other.join().unwrap();
    if disagrees { "disagree" } else { "agree" }.to_owned()
}
