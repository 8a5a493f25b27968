//! Everybody who waits has a bell of their own; whoever makes room calls the first in line, and the
//! place is theirs from that moment.
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};

#[derive(Default)]
struct Visitor {
    is_called: Mutex<bool>,
    bell: Condvar,
}

struct Counts {
    limit: usize,
    inside: usize,
    line: VecDeque<Arc<Visitor>>,
}

impl Counts {
    /// Calls as many as there is room for.
    fn call(&mut self) {
        while self.inside < self.limit {
            let Some(visitor) = self.line.pop_front() else {
                return;
            };
            self.inside += 1;
            *visitor.is_called.lock().unwrap() = true;
            visitor.bell.notify_one();
        }
    }
}

pub struct Bulkhead(Arc<Mutex<Counts>>);

impl Clone for Bulkhead {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

pub struct Permit(Arc<Mutex<Counts>>);

impl Bulkhead {
    pub fn new(limit: usize) -> Self {
        Self(Arc::new(Mutex::new(Counts {
            limit,
            inside: 0,
            line: VecDeque::new(),
        })))
    }

    pub fn try_enter(&self) -> Option<Permit> {
        let mut counts = self.0.lock().unwrap();
        // If there is room, nobody waits: they would have been called.
        let has_room = counts.inside < counts.limit;
        counts.inside += usize::from(has_room);
        has_room.then(|| Permit(Arc::clone(&self.0)))
    }

    pub fn enter(&self) -> Permit {
        let visitor = Arc::<Visitor>::default();
        let mut counts = self.0.lock().unwrap();
        counts.line.push_back(Arc::clone(&visitor));
        counts.call();
        drop(counts);
        let mut is_called = visitor.is_called.lock().unwrap();
        while !*is_called {
            is_called = visitor.bell.wait(is_called).unwrap();
        }
        Permit(Arc::clone(&self.0))
    }

    pub fn in_flight(&self) -> usize {
        self.0.lock().unwrap().inside
    }

    pub fn resize(&self, limit: usize) {
        let mut counts = self.0.lock().unwrap();
        counts.limit = limit;
        counts.call();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut counts = self.0.lock().unwrap();
        counts.inside -= 1;
        counts.call();
    }
}
