//! A ring for one producer and one consumer: each side releases what the other acquires.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

const ROOM: usize = 2;

struct Ring {
    slots: [UnsafeCell<u64>; ROOM],
    head: AtomicUsize,
    tail: AtomicUsize,
}

// SAFETY: a slot belongs to the producer or the consumer, as head and tail say.
unsafe impl Sync for Ring {}

impl Ring {
    fn new() -> Self {
        Self {
            slots: [const { UnsafeCell::new(0) }; ROOM],
            head: AtomicUsize::new(0),
            tail: AtomicUsize::new(0),
        }
    }

    /// Called by the producer alone.
    fn push(&self, value: u64) -> bool {
        let tail = self.tail.load(Ordering::Relaxed);
        if tail - self.head.load(Ordering::Acquire) == ROOM {
            return false;
        }
        unsafe { *self.slots[tail % ROOM].get() = value };
        self.tail.store(tail + 1, Ordering::Release);
        true
    }

    /// Called by the consumer alone.
    fn pop(&self) -> Option<u64> {
        let head = self.head.load(Ordering::Relaxed);
        if head == self.tail.load(Ordering::Acquire) {
            return None;
        }
        let value = unsafe { *self.slots[head % ROOM].get() };
        self.head.store(head + 1, Ordering::Release);
        Some(value)
    }
}

pub fn scenario() {
    let ring = Arc::new(Ring::new());
    let other = ring.clone();
    let producer = thread::spawn(move || (1..=3).filter(|value| other.push(*value)).count());
    let first = ring.pop();
    let second = ring.pop();
    producer.join().unwrap();
    assert!(first.is_none_or(|value| value == 1));
    assert!(second.is_none_or(|value| value == if first.is_some() { 2 } else { 1 }));
}
