//! A use writes down the tick alone; an eviction looks for the least of them in the map.
//! by: growth hot
use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

struct Entry<V> {
    value: V,
    used: u64,
}

pub struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, Entry<V>>,
    ticks: u64,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: HashMap::new(),
            ticks: 0,
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        self.ticks += 1;
        let entry = self.entries.get_mut(key)?;
        entry.used = self.ticks;
        Some(&entry.value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        self.ticks += 1;
        let used = self.ticks;
        if let Some(entry) = self.entries.get_mut(&key) {
            entry.used = used;
            return Some((key, mem::replace(&mut entry.value, value)));
        }
        let leaving = if self.entries.len() == self.capacity {
            self.evict()
        } else {
            None
        };
        self.entries.insert(key, Entry { value, used });
        leaving
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn evict(&mut self) -> Option<(K, V)> {
        let (oldest, _) = self.entries.iter().min_by_key(|(_, entry)| entry.used)?;
        let oldest = oldest.clone();
        let (key, entry) = self.entries.remove_entry(&oldest)?;
        Some((key, entry.value))
    }
}
