//! A sequence lock whose words are ordinary memory: what is thrown away later is a race all
//! the same.
//! Found as: data race.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

#[derive(Default)]
struct Pair {
    sequence: AtomicUsize,
    words: UnsafeCell<[u64; 2]>,
}

// SAFETY: claimed, and wrong: a reader may read while the words are written.
unsafe impl Sync for Pair {}

impl Pair {
    /// Called by one thread at a time.
    fn write(&self, value: u64) {
        let sequence = self.sequence.load(Ordering::Relaxed);
        self.sequence.store(sequence + 1, Ordering::Relaxed);
        fence(Ordering::Release);
        unsafe { *self.words.get() = [value; 2] };
        self.sequence.store(sequence + 2, Ordering::Release);
    }

    /// Nothing if a write came between.
    fn read(&self) -> Option<[u64; 2]> {
        let before = self.sequence.load(Ordering::Acquire);
        let words = unsafe { *self.words.get() };
        fence(Ordering::Acquire);
        let after = self.sequence.load(Ordering::Relaxed);
        (before == after && before % 2 == 0).then_some(words)
    }
}

pub fn scenario() {
    let pair = Arc::new(Pair::default());
    let other = pair.clone();
    let writer = thread::spawn(move || other.write(7));
    if let Some([one, two]) = pair.read() {
        assert_eq!(one, two);
    }
    writer.join().unwrap();
}
