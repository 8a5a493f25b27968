//! A waiter looks only once: it may wake up for nothing.
//! Found as: panic.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

#[derive(Default)]
struct Queue {
    items: Mutex<Vec<u32>>,
    not_empty: Condvar,
}

impl Queue {
    fn push(&self, item: u32) {
        self.items.lock().unwrap().push(item);
        self.not_empty.notify_one();
    }

    fn pop(&self) -> u32 {
        let mut items = self.items.lock().unwrap();
        if items.is_empty() {
            items = self.not_empty.wait(items).unwrap();
        }
        items.pop().expect("somebody pushed")
    }
}

pub fn scenario() {
    let queue = Arc::new(Queue::default());
    let other = queue.clone();
    let popping = thread::spawn(move || other.pop());
    queue.push(1);
    assert_eq!(popping.join().unwrap(), 1);
}
