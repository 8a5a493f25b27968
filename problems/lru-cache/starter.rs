//! Least-recently-used cache: fill in the bodies and the field marked `todo`.
use std::hash::Hash;
use std::marker::PhantomData;

/// Holds at most `capacity` entries. When a new key needs room, the entry that
/// has gone unused for longest leaves.
pub struct LruCache<K, V> {
    todo: PhantomData<(K, V)>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    /// An empty cache for at most `capacity` entries; with a capacity of 0 it
    /// never holds any.
    pub fn new(capacity: usize) -> Self {
        todo!()
    }

    /// The value stored under `key`. Finding it counts as a use of the entry;
    /// asking for a key that is not there changes nothing.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        todo!()
    }

    /// Stores `value` under `key`, which counts as a use, and answers the pair
    /// that is no longer in the cache because of it:
    ///
    /// - the key with its old value, if the key was present;
    /// - the entry that left, if the key is new and the cache was full;
    /// - the very pair passed in, if the capacity is 0;
    /// - otherwise `None`.
    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        todo!()
    }

    /// How many entries are held now.
    pub fn len(&self) -> usize {
        todo!()
    }
}
