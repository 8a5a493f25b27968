//! A sequence lock whose words are atomics, with fences where Boehm (MSPC 2012, section 4)
//! puts them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering, fence};
use std::thread;

#[derive(Default)]
struct Pair {
    sequence: AtomicUsize,
    words: [AtomicU64; 2],
}

impl Pair {
    /// Called by one thread at a time.
    fn write(&self, value: u64) {
        let sequence = self.sequence.load(Ordering::Relaxed);
        self.sequence.store(sequence + 1, Ordering::Relaxed);
        fence(Ordering::Release);
        for word in &self.words {
            word.store(value, Ordering::Relaxed);
        }
        self.sequence.store(sequence + 2, Ordering::Release);
    }

    /// Nothing if a write came between.
    fn read(&self) -> Option<[u64; 2]> {
        let before = self.sequence.load(Ordering::Acquire);
        let words = [0, 1].map(|index| self.words[index].load(Ordering::Relaxed));
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
