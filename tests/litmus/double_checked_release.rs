//! Made once: the look without the lock acquires.
//! Source: Meyers and Alexandrescu, "C++ and the Perils of Double-Checked Locking", 2004
//! Allowed: 77.
//! Explorer: 77.
//! loom: 77.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use std::sync::Mutex;

#[derive(Default)]
struct Shared {
    is_made: AtomicUsize,
    making: Mutex<()>,
    value: AtomicUsize,
}

fn get(shared: &Shared) -> usize {
    if shared.is_made.load(Ordering::Acquire) == 0 {
        let _guard = shared.making.lock().unwrap();
        if shared.is_made.load(Ordering::Relaxed) == 0 {
            shared.value.store(7, Ordering::Relaxed);
            shared.is_made.store(1, Ordering::Release);
        }
    }
    shared.value.load(Ordering::Relaxed)
}

pub fn outcome() -> String {
    let shared = Arc::new(Shared::default());
    let other = shared.clone();
    let handle = thread::spawn(move || get(&other));
    let mine = get(&shared);
    format!("{}{mine}", handle.join().unwrap())
}
