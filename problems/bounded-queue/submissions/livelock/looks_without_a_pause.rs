//! Whoever waits looks again and again, without a pause.
use std::collections::VecDeque;
use std::sync::Mutex;

pub struct BoundedQueue<T> {
    capacity: usize,
    state: Mutex<(VecDeque<T>, bool)>,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            state: Mutex::new((VecDeque::new(), false)),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        loop {
            let mut state = self.state.lock().unwrap();
            if state.1 {
                return Err(item);
            }
            if state.0.len() < self.capacity {
                state.0.push_back(item);
                return Ok(());
            }
            drop(state);
        }
    }

    pub fn pop(&self) -> Option<T> {
        loop {
            let mut state = self.state.lock().unwrap();
            if let Some(item) = state.0.pop_front() {
                return Some(item);
            }
            if state.1 {
                return None;
            }
            drop(state);
        }
    }

    pub fn close(&self) {
        self.state.lock().unwrap().1 = true;
    }

    pub fn len(&self) -> usize {
        self.state.lock().unwrap().0.len()
    }
}
