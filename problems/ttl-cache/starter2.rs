//! Expiring cache with a sweeper, shared between threads: fill in the bodies and the
//! field marked `todo`.
use std::hash::Hash;
use std::marker::PhantomData;
use std::time::Duration;

/// Holds entries that die when their time to live is over, and stay in memory
/// until somebody takes them out. Every call goes by the time it is given, which
/// may be earlier than that of another call before it.
pub struct TtlCache<K, V> {
    todo: PhantomData<(K, V)>,
}

impl<K: Hash + Eq + Clone, V: Clone> TtlCache<K, V> {
    /// An empty cache.
    pub fn new() -> Self {
        todo!()
    }

    /// Stores `value` in place of whatever is under `key`. It is alive before
    /// `now + ttl` and dead from then on; if that is more than a `Duration` can
    /// hold, it never dies.
    pub fn set(&self, key: K, value: V, ttl: Duration, now: Duration) {
        todo!()
    }

    /// A clone of the value under `key`, if it is alive. Changes nothing.
    pub fn get(&self, key: &K, now: Duration) -> Option<V> {
        todo!()
    }

    /// Takes the entry of `key` out of memory, and answers its value if it was
    /// alive.
    pub fn remove(&self, key: &K, now: Duration) -> Option<V> {
        todo!()
    }

    /// Takes dead entries out of memory, at most `budget` of them and no fewer
    /// than there are, and answers how many.
    pub fn sweep(&self, now: Duration, budget: usize) -> usize {
        todo!()
    }

    /// How many entries are in memory, dead or alive.
    pub fn resident(&self) -> usize {
        todo!()
    }
}
