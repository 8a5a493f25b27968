//! Two threads write two halves of one word, and one goes a byte too far.
//! Found as: data race.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::thread;

struct Halves(UnsafeCell<[u8; 8]>);

// SAFETY: everybody has a half of their own.
unsafe impl Sync for Halves {}

impl Halves {
    fn fill(&self, from: usize, value: u8) {
        let bytes: *mut u8 = self.0.get().cast();
        for index in from..from + 5.min(8 - from) {
            unsafe { *bytes.add(index) = value };
        }
    }
}

pub fn scenario() {
    let halves = Arc::new(Halves(UnsafeCell::new([0; 8])));
    let other = halves.clone();
    let handle = thread::spawn(move || other.fill(4, 2));
    halves.fill(0, 1);
    handle.join().unwrap();
    assert_eq!(unsafe { *halves.0.get() }[7], 2);
}
