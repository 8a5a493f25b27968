//! Does nothing when it is dropped by a panic, so as not to make things worse.
//! by: case "a panic gives the place back"
//! also: deadlock
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct State {
    limit: usize,
    inside: usize,
    /// The number that the next one to come takes.
    next: u64,
    /// The number of the first in line; if nobody waits, it is the next one to be taken.
    first: u64,
}

impl State {
    fn has_room(&self) -> bool {
        self.inside < self.limit
    }
}

#[derive(Default)]
struct Door {
    state: Mutex<State>,
    changed: Condvar,
}

impl Door {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
        let door = Arc::<Door>::default();
        door.lock().limit = limit;
        Self { door }
    }

    pub fn try_enter(&self) -> Option<Permit> {
        let mut state = self.door.lock();
        if state.first != state.next || !state.has_room() {
            return None;
        }
        state.inside += 1;
        Some(self.permit())
    }

    pub fn enter(&self) -> Permit {
        let mut state = self.door.lock();
        let number = state.next;
        state.next += 1;
        while state.first != number || !state.has_room() {
            let woken = self.door.changed.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        state.first += 1;
        state.inside += 1;
        // There may be room for the one behind, too.
        self.door.changed.notify_all();
        self.permit()
    }

    pub fn in_flight(&self) -> usize {
        self.door.lock().inside
    }

    pub fn resize(&self, limit: usize) {
        self.door.lock().limit = limit;
        self.door.changed.notify_all();
    }

    fn permit(&self) -> Permit {
        let door = Arc::clone(&self.door);
        Permit { door }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        self.door.lock().inside -= 1;
        self.door.changed.notify_all();
    }
}
