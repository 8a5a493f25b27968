//! Who leaves counts itself out relaxed: what it did inside is not handed over.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct State {
    limit: usize,
    /// The number that the next one to come takes.
    next: u64,
    /// The number of the first in line; if nobody waits, it is the next one to be taken.
    first: u64,
}

#[derive(Default)]
struct Door {
    state: Mutex<State>,
    /// Grows under the lock only.
    inside: AtomicUsize,
    changed: Condvar,
}

impl Door {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_room(&self, state: &State) -> bool {
        self.inside.load(Ordering::Acquire) < state.limit
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
        let state = self.door.lock();
        if state.first != state.next || !self.door.has_room(&state) {
            return None;
        }
        self.door.inside.fetch_add(1, Ordering::Relaxed);
        Some(self.permit())
    }

    pub fn enter(&self) -> Permit {
        let mut state = self.door.lock();
        let number = state.next;
        state.next += 1;
        while state.first != number || !self.door.has_room(&state) {
            let woken = self.door.changed.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        state.first += 1;
        self.door.inside.fetch_add(1, Ordering::Relaxed);
        // There may be room for the one behind, too.
        self.door.changed.notify_all();
        self.permit()
    }

    pub fn in_flight(&self) -> usize {
        self.door.inside.load(Ordering::Relaxed)
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
        self.door.inside.fetch_sub(1, Ordering::Relaxed);
        // Nobody falls asleep between their look and the bell.
        drop(self.door.lock());
        self.door.changed.notify_all();
    }
}
