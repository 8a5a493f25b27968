//! Expiring cache with a sweeper: fill in the bodies and the field marked `todo`.
use std::hash::Hash;
use std::marker::PhantomData;
use std::time::Duration;

/// Holds entries that die when their time to live is over, and stay in memory
/// until somebody takes them out. Times never go back from one call to the next.
pub struct TtlCache<K, V> {
    todo: PhantomData<(K, V)>,
}

impl<K: Hash + Eq + Clone, V> TtlCache<K, V> {
    /// An empty cache.
    pub fn new() -> Self {
        todo!()
    }

    /// Stores `value` in place of whatever is under `key`. It is alive before
    /// `now + ttl` and dead from then on; if that is more than a `Duration` can
    /// hold, it never dies.
    pub fn set(&mut self, key: K, value: V, ttl: Duration, now: Duration) {
        todo!()
    }

    /// The value under `key`, if it is alive. Changes nothing.
    pub fn get(&self, key: &K, now: Duration) -> Option<&V> {
        todo!()
    }

    /// Takes the entry of `key` out of memory, and answers its value if it was
    /// alive.
    pub fn remove(&mut self, key: &K, now: Duration) -> Option<V> {
        todo!()
    }

    /// Takes dead entries out of memory, at most `budget` of them and no fewer
    /// than there are, and answers how many.
    pub fn sweep(&mut self, now: Duration, budget: usize) -> usize {
        todo!()
    }

    /// How many entries are in memory, dead or alive.
    pub fn resident(&self) -> usize {
        todo!()
    }
}
