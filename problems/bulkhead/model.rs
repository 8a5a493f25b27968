//! A list of those who are in and a list of those who wait.
use kit::{Handle, Step};

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    limit: usize,
    inside: Vec<Handle>,
    waiting: Vec<Handle>,
}

impl Model {
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            inside: vec![],
            waiting: vec![],
        }
    }

    pub fn try_enter(&mut self, id: Handle) -> Option<Handle> {
        let may_enter = self.waiting.is_empty() && self.inside.len() < self.limit;
        may_enter.then(|| {
            self.inside.push(id);
            id
        })
    }

    pub fn try_enter_by_clone(&mut self, id: Handle) -> Option<Handle> {
        self.try_enter(id)
    }

    pub fn enter_begin(&mut self, id: Handle) {
        self.waiting.push(id);
    }

    pub fn enter_end(&mut self, id: Handle) -> Step<Handle> {
        if self.waiting[0] != id || self.inside.len() >= self.limit {
            return Step::Blocks;
        }
        self.waiting.remove(0);
        self.inside.push(id);
        Step::Done(id)
    }

    pub fn drop(&mut self, permit: Handle) {
        self.inside.retain(|other| *other != permit);
    }

    pub fn in_flight(&self) -> usize {
        self.inside.len()
    }

    pub fn resize(&mut self, limit: usize) {
        self.limit = limit;
    }
}
