//! The replaced value is dropped instead of handed back.
//! by: case "overwriting hands the old value back"
use std::collections::HashMap;
use std::hash::Hash;

struct Entry<K, V> {
    value: V,
    /// The key that was used just after this one.
    newer: Option<K>,
    /// The key that was used just before this one.
    older: Option<K>,
}

pub struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, Entry<K, V>>,
    newest: Option<K>,
    oldest: Option<K>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: HashMap::new(),
            newest: None,
            oldest: None,
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let (key, value) = self.take(key)?;
        Some(self.insert_as_newest(key, value))
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        let leaving = match self.take(&key) {
            None if self.entries.len() == self.capacity => self.take_oldest(),
            _ => None,
        };
        self.insert_as_newest(key, value);
        leaving
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn take_oldest(&mut self) -> Option<(K, V)> {
        let oldest = self.oldest.clone()?;
        self.take(&oldest)
    }

    /// Takes an entry out and joins its neighbours.
    fn take(&mut self, key: &K) -> Option<(K, V)> {
        let (key, entry) = self.entries.remove_entry(key)?;
        match &entry.newer {
            Some(newer) => self.entry(newer).older = entry.older.clone(),
            None => self.newest = entry.older.clone(),
        }
        match &entry.older {
            Some(older) => self.entry(older).newer = entry.newer,
            None => self.oldest = entry.newer,
        }
        Some((key, entry.value))
    }

    fn insert_as_newest(&mut self, key: K, value: V) -> &V {
        let older = self.newest.replace(key.clone());
        match &older {
            Some(older) => self.entry(older).newer = Some(key.clone()),
            None => self.oldest = Some(key.clone()),
        }
        let entry = Entry {
            value,
            newer: None,
            older,
        };
        &self.entries.entry(key).insert_entry(entry).into_mut().value
    }

    fn entry(&mut self, key: &K) -> &mut Entry<K, V> {
        self.entries
            .get_mut(key)
            .expect("a neighbour is in the map")
    }
}
