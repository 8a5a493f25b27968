//! Whoever waits holds the end of a channel, and gets its permit through it.
use std::collections::VecDeque;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};

struct Inside {
    limit: usize,
    count: usize,
    line: VecDeque<Sender<Permit>>,
}

#[derive(Clone)]
pub struct Bulkhead {
    inside: Arc<Mutex<Inside>>,
}

pub struct Permit {
    of: Bulkhead,
}

impl Bulkhead {
    pub fn new(limit: usize) -> Self {
        let inside = Inside {
            limit,
            count: 0,
            line: VecDeque::new(),
        };
        Self {
            inside: Arc::new(Mutex::new(inside)),
        }
    }

    pub fn try_enter(&self) -> Option<Permit> {
        let mut inside = self.inside.lock().expect("nobody panics inside");
        if inside.count >= inside.limit || !inside.line.is_empty() {
            return None;
        }
        inside.count += 1;
        Some(Permit { of: self.clone() })
    }

    pub fn enter(&self) -> Permit {
        let (sender, receiver) = mpsc::channel();
        self.change(|inside| inside.line.push_back(sender));
        receiver.recv().expect("the line is never broken up")
    }

    pub fn in_flight(&self) -> usize {
        self.inside.lock().expect("nobody panics inside").count
    }

    pub fn resize(&self, limit: usize) {
        self.change(|inside| inside.limit = limit);
    }

    /// Changes something, and lets in those who may enter after that.
    fn change(&self, change: impl FnOnce(&mut Inside)) {
        let mut inside = self.inside.lock().expect("nobody panics inside");
        change(&mut inside);
        while inside.count < inside.limit {
            let Some(first) = inside.line.pop_front() else {
                return;
            };
            inside.count += 1;
            let sent = first.send(Permit { of: self.clone() });
            assert!(sent.is_ok(), "whoever waits stays in line");
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.of.change(|inside| inside.count -= 1);
    }
}
