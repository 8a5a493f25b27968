//! Two counting semaphores around a list: an item is promised to a `pop` before it leaves the
//! list, so somebody else sees it there and does not get it.
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};

/// Counts what can be had; once it is shut nobody waits for it any more.
struct Semaphore {
    state: Mutex<(usize, bool)>,
    bell: Condvar,
}

impl Semaphore {
    fn new(count: usize) -> Self {
        Self {
            state: Mutex::new((count, false)),
            bell: Condvar::new(),
        }
    }

    /// Takes one, waiting for it; answers whether there was one.
    fn take(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        while state.0 == 0 && !state.1 {
            state = self.bell.wait(state).unwrap();
        }
        let is_there = state.0 > 0;
        state.0 -= usize::from(is_there);
        is_there
    }

    fn give(&self) {
        self.state.lock().unwrap().0 += 1;
        self.bell.notify_one();
    }

    fn shut(&self) {
        self.state.lock().unwrap().1 = true;
        self.bell.notify_all();
    }
}

pub struct BoundedQueue<T> {
    places: Semaphore,
    items: Semaphore,
    /// Whether it is closed stands beside the list: an item goes in before the closing or not
    /// at all.
    list: Mutex<(VecDeque<T>, bool)>,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            places: Semaphore::new(capacity),
            items: Semaphore::new(0),
            list: Mutex::new((VecDeque::new(), false)),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        if !self.places.take() {
            return Err(item);
        }
        let mut list = self.list.lock().unwrap();
        if list.1 {
            return Err(item);
        }
        list.0.push_back(item);
        // Announced under the lock: what is in the list when it is closed can be had.
        self.items.give();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        if !self.items.take() {
            return None;
        }
        let item = self.list.lock().unwrap().0.pop_front();
        self.places.give();
        item
    }

    pub fn close(&self) {
        let mut list = self.list.lock().unwrap();
        list.1 = true;
        self.places.shut();
        self.items.shut();
    }

    pub fn len(&self) -> usize {
        self.list.lock().unwrap().0.len()
    }
}
