//! A cell that is written once for each key; those who come while it is being written wait for it
//! by its own means.
use std::collections::HashMap;
use std::hash::Hash;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, OnceLock};

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared<E> {
    /// The load failed.
    Failed(E),
    /// The load that this call waited for panicked.
    LeaderPanicked,
}

type Cell<V, E> = Arc<OnceLock<Result<V, Shared<E>>>>;

pub struct Flight<K, V, E> {
    cells: Mutex<HashMap<K, Cell<V, E>>>,
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Flight<K, V, E> {
    pub fn new() -> Self {
        Self {
            cells: Mutex::new(HashMap::new()),
        }
    }

    pub fn get_or_load(&self, key: K, load: impl FnOnce() -> Result<V, E>) -> Result<V, Shared<E>> {
        let cell = {
            let mut cells = self.cells.lock().unwrap();
            Arc::clone(cells.entry(key.clone()).or_default())
        };
        let mut panicked = None;
        let outcome = cell.get_or_init(|| match panic::catch_unwind(AssertUnwindSafe(load)) {
            Ok(loaded) => loaded.map_err(Shared::Failed),
            Err(payload) => {
                panicked = Some(payload);
                Err(Shared::LeaderPanicked)
            }
        });
        if outcome.is_err() {
            // Everybody does this before telling: who comes later finds no trace of it.
            let mut cells = self.cells.lock().unwrap();
            if cells
                .get(&key)
                .is_some_and(|known| Arc::ptr_eq(known, &cell))
            {
                cells.remove(&key);
            }
        }
        match panicked {
            Some(payload) => panic::resume_unwind(payload),
            None => outcome.clone(),
        }
    }

    pub fn forget(&self, key: &K) {
        self.cells.lock().unwrap().remove(key);
    }
}
