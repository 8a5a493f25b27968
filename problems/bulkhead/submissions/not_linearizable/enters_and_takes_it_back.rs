//! Goes in first and out again if that was too many: meanwhile others are refused for nothing.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

struct Door {
    limit: AtomicUsize,
    inside: AtomicUsize,
    line: Mutex<()>,
    changed: Condvar,
}

#[derive(Clone)]
pub struct Bulkhead {
    door: Arc<Door>,
}

pub struct Permit {
    door: Arc<Door>,
}

impl Bulkhead {
    pub fn new(limit: usize) -> Self {
        Self {
            door: Arc::new(Door {
                limit: AtomicUsize::new(limit),
                inside: AtomicUsize::new(0),
                line: Mutex::new(()),
                changed: Condvar::new(),
            }),
        }
    }

    pub fn try_enter(&self) -> Option<Permit> {
        let door = Arc::clone(&self.door);
        if door.inside.fetch_add(1, Ordering::SeqCst) < door.limit.load(Ordering::SeqCst) {
            return Some(Permit { door });
        }
        door.inside.fetch_sub(1, Ordering::SeqCst);
        None
    }

    pub fn enter(&self) -> Permit {
        let mut line = self.door.line.lock().unwrap();
        loop {
            if let Some(permit) = self.try_enter() {
                return permit;
            }
            line = self.door.changed.wait(line).unwrap();
        }
    }

    pub fn in_flight(&self) -> usize {
        self.door.inside.load(Ordering::SeqCst)
    }

    pub fn resize(&self, limit: usize) {
        self.door.limit.store(limit, Ordering::SeqCst);
        drop(self.door.line.lock());
        self.door.changed.notify_all();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.door.inside.fetch_sub(1, Ordering::SeqCst);
        drop(self.door.line.lock());
        self.door.changed.notify_all();
    }
}
