//! The items are in a cell that threads may not share.
//! reason: bounds
use std::cell::{RefCell, RefMut};
use std::collections::VecDeque;

struct State<T> {
    items: VecDeque<T>,
    is_closed: bool,
}

pub struct BoundedQueue<T> {
    capacity: usize,
    state: RefCell<State<T>>,
}

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            state: RefCell::new(State {
                items: VecDeque::new(),
                is_closed: false,
            }),
        }
    }

    pub fn push(&self, item: T) -> Result<(), T> {
        let mut state = self.lock();
        if state.is_closed || state.items.len() == self.capacity {
            return Err(item);
        }
        state.items.push_back(item);
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let mut state = self.lock();
        let item = state.items.pop_front();
        item
    }

    pub fn close(&self) {
        self.lock().is_closed = true;
    }

    pub fn len(&self) -> usize {
        self.lock().items.len()
    }

    fn lock(&self) -> RefMut<'_, State<T>> {
        self.state.borrow_mut()
    }
}
