//! Every use queues a ticket; stale ones are only thrown away when something is evicted.
//! reason: heap_grows
//! by: memory reads
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::mem;

struct Entry<V> {
    value: V,
    /// The number of its latest ticket, the only one that counts.
    ticket: u64,
}

struct Ticket<K> {
    number: u64,
    key: K,
}

impl<K: Hash + Eq> Ticket<K> {
    fn counts<V>(&self, entries: &HashMap<K, Entry<V>>) -> bool {
        entries
            .get(&self.key)
            .is_some_and(|entry| entry.ticket == self.number)
    }
}

pub struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, Entry<V>>,
    /// In order of number: the first one that counts is the least recently used entry's.
    queue: VecDeque<Ticket<K>>,
    issued: u64,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: HashMap::new(),
            queue: VecDeque::new(),
            issued: 0,
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        if !self.entries.contains_key(key) {
            return None;
        }
        let ticket = self.issue(key.clone());
        let entry = self.entries.get_mut(key)?;
        entry.ticket = ticket;
        Some(&entry.value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        let ticket = self.issue(key.clone());
        if let Some(entry) = self.entries.get_mut(&key) {
            entry.ticket = ticket;
            return Some((key, mem::replace(&mut entry.value, value)));
        }
        let leaving = if self.entries.len() == self.capacity {
            self.evict()
        } else {
            None
        };
        self.entries.insert(key, Entry { value, ticket });
        leaving
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn evict(&mut self) -> Option<(K, V)> {
        while let Some(ticket) = self.queue.pop_front() {
            if ticket.counts(&self.entries) {
                let entry = self.entries.remove(&ticket.key)?;
                return Some((ticket.key, entry.value));
            }
        }
        None
    }

    fn issue(&mut self, key: K) -> u64 {
        self.issued += 1;
        self.queue.push_back(Ticket {
            number: self.issued,
            key,
        });
        self.issued
    }
}
