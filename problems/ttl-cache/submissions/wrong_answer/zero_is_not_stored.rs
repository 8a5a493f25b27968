//! A value with a time to live of 0 is not stored, so the old one stays.
//! by: case "a time to live of zero is never seen"
//! stage: 1
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::time::Duration;

struct Entry<V> {
    value: V,
    /// When it dies; `None` if never.
    end: Option<Duration>,
    /// Tells entries apart that die at the same moment.
    number: u64,
}

impl<V> Entry<V> {
    fn is_alive(&self, now: Duration) -> bool {
        self.end.is_none_or(|end| now < end)
    }
}

pub struct TtlCache<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// The key of every entry that will die, by end and number.
    ends: BTreeMap<(Duration, u64), K>,
    next_number: u64,
}

impl<K: Hash + Eq + Clone, V> TtlCache<K, V> {
    pub fn new() -> Self {
        Self {
            entries: HashMap::new(),
            ends: BTreeMap::new(),
            next_number: 0,
        }
    }

    pub fn set(&mut self, key: K, value: V, ttl: Duration, now: Duration) {
        if ttl == Duration::ZERO {
            return;
        }
        let number = self.next_number;
        self.next_number += 1;
        let end = now.checked_add(ttl);
        if let Some(end) = end {
            self.ends.insert((end, number), key.clone());
        }
        let entry = Entry { value, end, number };
        if let Some(old) = self.entries.insert(key, entry) {
            self.forget_end(&old);
        }
    }

    pub fn get(&self, key: &K, now: Duration) -> Option<&V> {
        let entry = self.entries.get(key)?;
        entry.is_alive(now).then_some(&entry.value)
    }

    pub fn remove(&mut self, key: &K, now: Duration) -> Option<V> {
        let entry = self.entries.remove(key)?;
        self.forget_end(&entry);
        entry.is_alive(now).then_some(entry.value)
    }

    pub fn sweep(&mut self, now: Duration, budget: usize) -> usize {
        let mut swept = 0;
        while swept < budget {
            let Some(first) = self.ends.first_entry() else {
                break;
            };
            if now < first.key().0 {
                break;
            }
            self.entries.remove(&first.remove());
            swept += 1;
        }
        swept
    }

    pub fn resident(&self) -> usize {
        self.entries.len()
    }

    fn forget_end(&mut self, entry: &Entry<V>) {
        if let Some(end) = entry.end {
            self.ends.remove(&(end, entry.number));
        }
    }
}
