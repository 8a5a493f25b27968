//! Slots are counted without the care that threads need.
//! reason: bounds
use std::collections::HashMap;
use std::hash::Hash;
use std::rc::Rc as Arc;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared<E> {
    /// The load failed.
    Failed(E),
    /// The load that this call waited for panicked.
    LeaderPanicked,
}

type Outcome<V, E> = Result<V, Shared<E>>;

struct Slot<V, E> {
    outcome: Mutex<Option<Outcome<V, E>>>,
    landed: Condvar,
}

impl<V: Clone, E: Clone> Slot<V, E> {
    fn new() -> Self {
        Self {
            outcome: Mutex::new(None),
            landed: Condvar::new(),
        }
    }

    fn wait(&self) -> Outcome<V, E> {
        let mut outcome = lock(&self.outcome);
        loop {
            if let Some(outcome) = &*outcome {
                return outcome.clone();
            }
            let woken = self.landed.wait(outcome);
            outcome = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn land(&self, outcome: Outcome<V, E>) {
        *lock(&self.outcome) = Some(outcome);
        self.landed.notify_all();
    }
}

pub struct Flight<K, V, E> {
    slots: Mutex<HashMap<K, Arc<Slot<V, E>>>>,
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Flight<K, V, E> {
    pub fn new() -> Self {
        Self {
            slots: Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_load(&self, key: K, load: impl FnOnce() -> Result<V, E>) -> Outcome<V, E> {
        let mut slots = lock(&self.slots);
        if let Some(slot) = slots.get(&key) {
            let slot = Arc::clone(slot);
            drop(slots);
            return slot.wait();
        }
        let slot = Arc::new(Slot::new());
        slots.insert(key.clone(), Arc::clone(&slot));
        drop(slots);
        let mut leader = Leader {
            flight: self,
            key,
            slot,
            outcome: Err(Shared::LeaderPanicked),
        };
        leader.outcome = load().map_err(Shared::Failed);
        leader.outcome.clone()
    }

    pub fn forget(&self, key: &K) {
        lock(&self.slots).remove(key);
    }
}

/// Ends a flight when it is dropped, by a panic too.
struct Leader<'a, K: Hash + Eq + Clone, V: Clone, E: Clone> {
    flight: &'a Flight<K, V, E>,
    key: K,
    slot: Arc<Slot<V, E>>,
    outcome: Outcome<V, E>,
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Drop for Leader<'_, K, V, E> {
    fn drop(&mut self) {
        // Nobody is told of a failure that somebody could still join.
        if self.outcome.is_err() {
            let mut slots = lock(&self.flight.slots);
            let known = slots.get(&self.key);
            if known.is_some_and(|slot| Arc::ptr_eq(slot, &self.slot)) {
                slots.remove(&self.key);
            }
        }
        self.slot.land(self.outcome.clone());
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
