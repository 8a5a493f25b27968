//! The load runs under a lock, and its panic poisons the slot for those who wait.
//! reason: panic
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

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
        let mut outcome = self.outcome.lock().unwrap();
        loop {
            if let Some(outcome) = &*outcome {
                return outcome.clone();
            }
            outcome = self.landed.wait(outcome).unwrap();
        }
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
        let mut outcome = slot.outcome.lock().unwrap();
        let loaded = load().map_err(Shared::Failed);
        if loaded.is_err() {
            let mut slots = lock(&self.slots);
            let known = slots.get(&key);
            if known.is_some_and(|other| Arc::ptr_eq(other, &slot)) {
                slots.remove(&key);
            }
        }
        *outcome = Some(loaded.clone());
        loaded
    }

    pub fn forget(&self, key: &K) {
        lock(&self.slots).remove(key);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
