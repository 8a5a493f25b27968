//! The age of an entry is taken from the wrong end: the subtraction overflows.
//! by: case "removing hands out only what is alive"
//! reason: panic
//! stage: 1
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};
use std::hash::Hash;
use std::time::Duration;

struct Entry<V> {
    value: V,
    end: Option<Duration>,
    /// The number of the `set` that made it.
    generation: u64,
}

struct Record<K> {
    end: Duration,
    generation: u64,
    key: K,
}

// The heap has its greatest record on top: that is the one that ends first.
impl<K> Ord for Record<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.end, other.generation).cmp(&(self.end, self.generation))
    }
}

impl<K> PartialOrd for Record<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K> PartialEq for Record<K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<K> Eq for Record<K> {}

pub struct TtlCache<K, V> {
    entries: HashMap<K, Entry<V>>,
    records: BinaryHeap<Record<K>>,
    generation: u64,
}

impl<K: Hash + Eq + Clone, V> TtlCache<K, V> {
    pub fn new() -> Self {
        Self {
            entries: HashMap::new(),
            records: BinaryHeap::new(),
            generation: 0,
        }
    }

    pub fn set(&mut self, key: K, value: V, ttl: Duration, now: Duration) {
        self.generation += 1;
        let generation = self.generation;
        let end = now.checked_add(ttl);
        if let Some(end) = end {
            self.records.push(Record {
                end,
                generation,
                key: key.clone(),
            });
        }
        self.entries.insert(
            key,
            Entry {
                value,
                end,
                generation,
            },
        );
        self.throw_away_void_records();
    }

    pub fn get(&self, key: &K, now: Duration) -> Option<&V> {
        self.entries
            .get(key)
            .filter(|entry| entry.end.is_none_or(|end| now < end))
            .map(|entry| &entry.value)
    }

    pub fn remove(&mut self, key: &K, now: Duration) -> Option<V> {
        let entry = self.entries.remove(key)?;
        self.throw_away_void_records();
        match entry.end {
            Some(end) if now - end >= Duration::ZERO => None,
            _ => Some(entry.value),
        }
    }

    pub fn sweep(&mut self, now: Duration, budget: usize) -> usize {
        let mut swept = 0;
        while swept < budget && self.records.peek().is_some_and(|top| top.end <= now) {
            if let Some(record) = self.records.pop()
                && stands(&self.entries, &record)
            {
                self.entries.remove(&record.key);
                swept += 1;
            }
        }
        swept
    }

    pub fn resident(&self) -> usize {
        self.entries.len()
    }

    fn throw_away_void_records(&mut self) {
        if self.records.len() > 2 * self.entries.len() + 32 {
            let entries = &self.entries;
            self.records.retain(|record| stands(entries, record));
        }
    }
}

/// Whether the record is that of the entry its key has now.
fn stands<K: Hash + Eq, V>(entries: &HashMap<K, Entry<V>>, record: &Record<K>) -> bool {
    entries
        .get(&record.key)
        .is_some_and(|entry| entry.generation == record.generation)
}
