//! Request coalescing: fill in the bodies and the field marked `todo`.
use std::hash::Hash;
use std::marker::PhantomData;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared<E> {
    /// The load failed.
    Failed(E),
    /// The load that this call waited for panicked.
    LeaderPanicked,
}

/// Values that are loaded when somebody asks for them, once for all who ask.
pub struct Flight<K, V, E> {
    todo: PhantomData<(K, V, E)>,
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Flight<K, V, E> {
    /// Knows nothing yet.
    pub fn new() -> Self {
        todo!()
    }

    /// The value of `key`: the one that is known, or what a load for this key that
    /// is under way comes to, or else what `load` does.
    pub fn get_or_load(&self, key: K, load: impl FnOnce() -> Result<V, E>) -> Result<V, Shared<E>> {
        todo!()
    }

    /// Whoever asks for `key` from now on gets neither what is known nor what is
    /// being loaded. Never waits for a load.
    pub fn forget(&self, key: &K) {
        todo!()
    }
}
