//! A list of items; a call that would have to wait says so.
use kit::Step;
use std::collections::VecDeque;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    capacity: usize,
    items: VecDeque<u32>,
    is_closed: bool,
}

impl Model {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            items: VecDeque::new(),
            is_closed: false,
        }
    }

    pub fn push(&mut self, item: u32) -> Step<Result<(), u32>> {
        if self.is_closed {
            return Step::Done(Err(item));
        }
        if self.items.len() == self.capacity {
            return Step::Blocks;
        }
        self.items.push_back(item);
        Step::Done(Ok(()))
    }

    pub fn pop(&mut self) -> Step<Option<u32>> {
        match self.items.pop_front() {
            Some(item) => Step::Done(Some(item)),
            None if self.is_closed => Step::Done(None),
            None => Step::Blocks,
        }
    }

    pub fn close(&mut self) {
        self.is_closed = true;
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }
}
