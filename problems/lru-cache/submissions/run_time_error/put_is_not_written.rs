//! `put` is still to be written.
//! by: case "what was put can be read back"
//! reason: not_written
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

struct Entry<V> {
    value: V,
    /// When it was last used; also its key in `order`.
    tick: u64,
}

pub struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, Entry<V>>,
    /// One tick for each entry, the smallest for the least recently used.
    order: BTreeMap<u64, K>,
    next_tick: u64,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: HashMap::new(),
            order: BTreeMap::new(),
            next_tick: 0,
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let tick = self.next_tick;
        let entry = self.entries.get_mut(key)?;
        let key = self
            .order
            .remove(&entry.tick)
            .expect("every entry has its tick in the order");
        entry.tick = tick;
        self.order.insert(tick, key);
        self.next_tick += 1;
        Some(&entry.value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        todo!()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }
}
