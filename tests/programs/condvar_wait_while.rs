//! A queue of one place, with `wait_while` on both sides.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
use std::thread;

pub const EXPECTED: &str = "[1, 2]";

#[derive(Default)]
struct Queue {
    items: Mutex<VecDeque<u32>>,
    not_full: Condvar,
    not_empty: Condvar,
}

impl Queue {
    fn push(&self, item: u32) {
        let items = self.items.lock().unwrap();
        let mut items = self
            .not_full
            .wait_while(items, |items| !items.is_empty())
            .unwrap();
        items.push_back(item);
        self.not_empty.notify_one();
    }

    fn pop(&self) -> u32 {
        let items = self.items.lock().unwrap();
        let mut items = self
            .not_empty
            .wait_while(items, |items| items.is_empty())
            .unwrap();
        let item = items.pop_front().unwrap();
        self.not_full.notify_one();
        item
    }
}

pub fn run() -> String {
    let queue = Queue::default();
    thread::scope(|scope| {
        scope.spawn(|| {
            queue.push(1);
            queue.push(2);
        });
        format!("{:?}", [queue.pop(), queue.pop()])
    })
}
