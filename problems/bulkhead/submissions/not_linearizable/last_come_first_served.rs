//! Those who wait stand on a pile: whoever came last is let in first.
//! by: case "growing lets in as many as there is room for"
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};

#[derive(Default)]
struct Queue {
    limit: usize,
    inside: usize,
    line: VecDeque<(u64, Thread)>,
    numbers: u64,
}

impl Queue {
    fn wake_the_last(&self) {
        if let Some((_, thread)) = self.line.back()
            && self.inside < self.limit
        {
            thread.unpark();
        }
    }
}

#[derive(Clone, Default)]
pub struct Bulkhead {
    queue: Arc<Mutex<Queue>>,
}

pub struct Permit {
    queue: Arc<Mutex<Queue>>,
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Bulkhead {
    pub fn new(limit: usize) -> Self {
        let bulkhead = Self::default();
        bulkhead.resize(limit);
        bulkhead
    }

    pub fn try_enter(&self) -> Option<Permit> {
        let mut queue = lock(&self.queue);
        if !queue.line.is_empty() || queue.inside >= queue.limit {
            return None;
        }
        queue.inside += 1;
        let queue = Arc::clone(&self.queue);
        Some(Permit { queue })
    }

    pub fn enter(&self) -> Permit {
        let mut queue = lock(&self.queue);
        let number = queue.numbers;
        queue.numbers += 1;
        queue.line.push_back((number, thread::current()));
        loop {
            let is_last = queue.line.back().is_some_and(|last| last.0 == number);
            if is_last && queue.inside < queue.limit {
                break;
            }
            drop(queue);
            thread::park();
            queue = lock(&self.queue);
        }
        queue.line.pop_back();
        queue.inside += 1;
        queue.wake_the_last();
        drop(queue);
        let queue = Arc::clone(&self.queue);
        Permit { queue }
    }

    pub fn in_flight(&self) -> usize {
        lock(&self.queue).inside
    }

    pub fn resize(&self, limit: usize) {
        let mut queue = lock(&self.queue);
        queue.limit = limit;
        queue.wake_the_last();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut queue = lock(&self.queue);
        queue.inside -= 1;
        queue.wake_the_last();
    }
}
