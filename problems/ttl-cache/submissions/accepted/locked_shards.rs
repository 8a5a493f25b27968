//! Two shards, each under a lock; what concerns all entries takes both: O(log n).
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// A value with its end and a number of its own.
type Entry<V> = (V, Option<Duration>, u64);

struct Shard<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// The keys of all that will die, by end and number.
    ends: BTreeMap<(Duration, u64), K>,
    next: u64,
}

impl<K, V> Default for Shard<K, V> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            ends: BTreeMap::new(),
            next: 0,
        }
    }
}

impl<K: Hash + Eq + Clone, V> Shard<K, V> {
    fn take(&mut self, key: &K) -> Option<Entry<V>> {
        let entry = self.entries.remove(key)?;
        self.ends.remove(&(entry.1.unwrap_or_default(), entry.2));
        Some(entry)
    }

    fn sweep(&mut self, now: Duration, budget: usize) -> usize {
        let mut swept = 0;
        while swept < budget {
            match self.ends.first_entry() {
                Some(first) if first.key().0 <= now => {
                    self.entries.remove(&first.remove());
                    swept += 1;
                }
                _ => break,
            }
        }
        swept
    }
}

pub struct TtlCache<K, V> {
    shards: [Mutex<Shard<K, V>>; 2],
}

impl<K: Hash + Eq + Clone, V: Clone> TtlCache<K, V> {
    pub fn new() -> Self {
        Self {
            shards: Default::default(),
        }
    }

    pub fn set(&self, key: K, value: V, ttl: Duration, now: Duration) {
        let end = now.checked_add(ttl);
        let mut shard = self.of(&key);
        shard.take(&key);
        let number = shard.next;
        shard.next += 1;
        if let Some(end) = end {
            shard.ends.insert((end, number), key.clone());
        }
        shard.entries.insert(key, (value, end, number));
    }

    pub fn get(&self, key: &K, now: Duration) -> Option<V> {
        let shard = self.of(key);
        let (value, end, _) = shard.entries.get(key)?;
        end.is_none_or(|end| now < end).then(|| value.clone())
    }

    pub fn remove(&self, key: &K, now: Duration) -> Option<V> {
        let (value, end, _) = self.of(key).take(key)?;
        end.is_none_or(|end| now < end).then_some(value)
    }

    pub fn sweep(&self, now: Duration, budget: usize) -> usize {
        let mut shards = self.all();
        let mut swept = 0;
        for shard in &mut shards {
            swept += shard.sweep(now, budget - swept);
        }
        swept
    }

    pub fn resident(&self) -> usize {
        self.all().iter().map(|shard| shard.entries.len()).sum()
    }

    fn of(&self, key: &K) -> MutexGuard<'_, Shard<K, V>> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let number = hasher.finish() as usize % self.shards.len();
        self.shards[number].lock().unwrap()
    }

    /// All shards, locked one by one and always in this order: what is in them is true of one
    /// moment.
    fn all(&self) -> Vec<MutexGuard<'_, Shard<K, V>>> {
        let locked = self.shards.iter().map(|shard| shard.lock().unwrap());
        locked.collect()
    }
}
