//! The order of use in one queue: every use looks through it for the key.
//! by: growth hot
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::mem;

pub struct LruCache<K, V> {
    capacity: usize,
    values: HashMap<K, V>,
    /// The least recently used key first.
    order: VecDeque<K>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            values: HashMap::new(),
            order: VecDeque::new(),
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        if !self.values.contains_key(key) {
            return None;
        }
        self.touch(key);
        self.values.get(key)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        if self.values.contains_key(&key) {
            self.touch(&key);
            let old = mem::replace(self.values.get_mut(&key)?, value);
            return Some((key, old));
        }
        let leaving = if self.order.len() == self.capacity {
            self.order
                .pop_front()
                .and_then(|oldest| self.values.remove_entry(&oldest))
        } else {
            None
        };
        self.order.push_back(key.clone());
        self.values.insert(key, value);
        leaving
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    fn touch(&mut self, key: &K) {
        if let Some(place) = self.order.iter().position(|each| each == key)
            && let Some(key) = self.order.remove(place)
        {
            self.order.push_back(key);
        }
    }
}
