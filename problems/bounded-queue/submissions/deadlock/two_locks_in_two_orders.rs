//! A lock for the items and one for the closing: `push` takes them in one order, `close` in the
//! other.
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    capacity: usize,
    items: Mutex<VecDeque<T>>,
    is_closed: Mutex<bool>,
    changed: Condvar,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            items: Mutex::new(VecDeque::new()),
            is_closed: Mutex::new(false),
            changed: Condvar::new(),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        let mut items = self.items.lock().unwrap();
        loop {
            if *self.is_closed.lock().unwrap() {
                return Err(item);
            }
            if items.len() < self.capacity {
                break;
            }
            items = self.changed.wait(items).unwrap();
        }
        items.push_back(item);
        self.changed.notify_all();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let mut items = self.items.lock().unwrap();
        while items.is_empty() && !*self.is_closed.lock().unwrap() {
            items = self.changed.wait(items).unwrap();
        }
        self.changed.notify_all();
        items.pop_front()
    }

    pub fn close(&self) {
        let mut is_closed = self.is_closed.lock().unwrap();
        *is_closed = true;
        // Nobody may be between looking and sleeping while the bell rings.
        let _items = self.items.lock().unwrap();
        self.changed.notify_all();
    }

    pub fn len(&self) -> usize {
        self.items.lock().unwrap().len()
    }
}
