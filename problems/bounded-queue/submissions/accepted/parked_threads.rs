//! Whoever has to wait leaves its name and parks; whoever changes something wakes all those who
//! left theirs.
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};
use std::thread::{self, Thread};

struct State<T> {
    items: VecDeque<T>,
    is_closed: bool,
    asleep: Vec<Thread>,
}

impl<T> State<T> {
    fn wake(&mut self) {
        for thread in self.asleep.drain(..) {
            thread.unpark();
        }
    }
}

pub struct BoundedQueue<T> {
    capacity: usize,
    state: Mutex<State<T>>,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            state: Mutex::new(State {
                items: VecDeque::new(),
                is_closed: false,
                asleep: Vec::new(),
            }),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        let mut state = self.state.lock().unwrap();
        while state.items.len() >= self.capacity && !state.is_closed {
            state = self.sleep(state);
        }
        if state.is_closed {
            return Err(item);
        }
        state.items.push_back(item);
        state.wake();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        loop {
            let item = state.items.pop_front();
            if item.is_some() {
                state.wake();
            }
            if item.is_some() || state.is_closed {
                return item;
            }
            state = self.sleep(state);
        }
    }

    pub fn close(&self) {
        let mut state = self.state.lock().unwrap();
        state.is_closed = true;
        state.wake();
    }

    pub fn len(&self) -> usize {
        self.state.lock().unwrap().items.len()
    }

    /// A name that is on the list already, because nobody called it, is not put there again.
    fn sleep<'a>(&'a self, mut state: MutexGuard<'a, State<T>>) -> MutexGuard<'a, State<T>> {
        let thread = thread::current();
        if !state.asleep.iter().any(|other| other.id() == thread.id()) {
            state.asleep.push(thread);
        }
        drop(state);
        thread::park();
        self.state.lock().unwrap()
    }
}
