//! Statics begin as they were written, whatever ran before.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, RwLock};
use std::thread;

pub const EXPECTED: &str = "2 [0, 1] north";

static NEXT: AtomicUsize = AtomicUsize::new(0);
static TAKEN: Mutex<Vec<usize>> = Mutex::new(Vec::new());
static PLACE: RwLock<&str> = RwLock::new("nowhere");

fn take() {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    TAKEN.lock().unwrap().push(number);
}

pub fn run() -> String {
    assert_eq!(*PLACE.read().unwrap(), "nowhere");
    let other = thread::spawn(take);
    take();
    other.join().unwrap();
    *PLACE.write().unwrap() = "north";
    let mut taken = TAKEN.lock().unwrap();
    taken.sort_unstable();
    format!(
        "{} {:?} {}",
        NEXT.load(Ordering::Relaxed),
        *taken,
        PLACE.read().unwrap()
    )
}
