//! One bell for producers and consumers, and only one of them is woken: it may be the wrong one.
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};

pub struct BoundedQueue<T> {
    capacity: usize,
    state: Mutex<(VecDeque<T>, bool)>,
    bell: Condvar,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            state: Mutex::new((VecDeque::new(), false)),
            bell: Condvar::new(),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        let mut state = self.state.lock().unwrap();
        while state.0.len() == self.capacity && !state.1 {
            state = self.bell.wait(state).unwrap();
        }
        if state.1 {
            return Err(item);
        }
        state.0.push_back(item);
        self.bell.notify_one();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        while state.0.is_empty() && !state.1 {
            state = self.bell.wait(state).unwrap();
        }
        let item = state.0.pop_front();
        self.bell.notify_one();
        item
    }

    pub fn close(&self) {
        self.state.lock().unwrap().1 = true;
        self.bell.notify_all();
    }

    pub fn len(&self) -> usize {
        self.state.lock().unwrap().0.len()
    }
}
