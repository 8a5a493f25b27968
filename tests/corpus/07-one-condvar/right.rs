//! Producers and consumers wait on one condition variable, and all of them are woken.

use std::sync::{Condvar, Mutex};
use std::thread;

/// A place for one item.
#[derive(Default)]
struct Slot {
    item: Mutex<Option<u32>>,
    changed: Condvar,
}

impl Slot {
    fn put(&self, item: u32) {
        let mut slot = self.item.lock().unwrap();
        while slot.is_some() {
            slot = self.changed.wait(slot).unwrap();
        }
        *slot = Some(item);
        self.changed.notify_all();
    }

    fn take(&self) -> u32 {
        let mut slot = self.item.lock().unwrap();
        loop {
            if let Some(item) = slot.take() {
                self.changed.notify_all();
                return item;
            }
            slot = self.changed.wait(slot).unwrap();
        }
    }
}

pub fn scenario() {
    let slot = Slot::default();
    thread::scope(|scope| {
        scope.spawn(|| slot.put(1));
        scope.spawn(|| slot.put(2));
        scope.spawn(|| slot.take());
        slot.take();
    });
}
