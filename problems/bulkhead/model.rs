//! A list of those who are in and a list of those who wait.
use kit::{Check, Handle, Step};

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    limit: usize,
    inside: Vec<Handle>,
    waiting: Vec<Handle>,
    visits: u32,
}

impl Model {
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            inside: vec![],
            waiting: vec![],
            visits: 0,
        }
    }

    fn may_enter(&self) -> bool {
        self.waiting.is_empty() && self.inside.len() < self.limit
    }

    pub fn try_enter(&mut self, id: Handle) -> Option<Handle> {
        self.may_enter().then(|| {
            self.inside.push(id);
            id
        })
    }

    pub fn try_enter_by_clone(&mut self, id: Handle) -> Option<Handle> {
        self.try_enter(id)
    }

    /// A visit lasts for a while, so another one may find the place taken.
    pub fn accept_try_visit(&mut self, answer: Option<u32>) -> Check {
        match answer {
            None => Check::Legal,
            Some(_) if !self.may_enter() => Check::Illegal("there is no place".into()),
            Some(visits) if visits != self.visits + 1 => {
                Check::Illegal(format!("this is visit {}", self.visits + 1))
            }
            Some(visits) => {
                self.visits = visits;
                Check::Legal
            }
        }
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
