//! Makes room, then always inserts: a cache of capacity 0 holds one entry.
//! by: case "capacity zero hands the pair straight back"
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
        let tick = self.next_tick;
        self.next_tick += 1;
        let leaving = match self.entries.remove(&key) {
            Some(replaced) => {
                self.order.remove(&replaced.tick);
                Some((key.clone(), replaced.value))
            }
            None if self.entries.len() >= self.capacity => self.evict(),
            None => None,
        };
        self.entries.insert(key.clone(), Entry { value, tick });
        self.order.insert(tick, key);
        leaving
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn evict(&mut self) -> Option<(K, V)> {
        let (_, oldest) = self.order.pop_first()?;
        let entry = self.entries.remove(&oldest)?;
        Some((oldest, entry.value))
    }
}
