//! The flag that publishes is stored relaxed: it publishes nothing.
//! Found as: data race.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

#[derive(Default)]
struct Message {
    text: UnsafeCell<u64>,
    is_ready: AtomicBool,
}

// SAFETY: the text is written before it is ready, and read after.
unsafe impl Sync for Message {}

impl Message {
    fn publish(&self, text: u64) {
        unsafe { *self.text.get() = text };
        self.is_ready.store(true, Ordering::Relaxed);
    }

    fn read(&self) -> Option<u64> {
        let is_ready = self.is_ready.load(Ordering::Acquire);
        is_ready.then(|| unsafe { *self.text.get() })
    }
}

pub fn scenario() {
    let message = Arc::new(Message::default());
    let other = message.clone();
    let writer = thread::spawn(move || other.publish(7));
    assert!(message.read().is_none_or(|text| text == 7));
    writer.join().unwrap();
}
