//! The old value is taken out under one lock, and the new one put in under the next.
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

struct Entry<V> {
    value: V,
    /// When it dies; `None` is never.
    end: Option<Duration>,
    number: u64,
}

struct State<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// End and number of every entry that will die.
    ends: BTreeSet<(Duration, u64)>,
    keys: HashMap<u64, K>,
    next: u64,
}

impl<K: Hash + Eq + Clone, V: Clone> State<K, V> {
    fn put(&mut self, key: K, value: V, end: Option<Duration>) {
        let number = self.next;
        self.next += 1;
        if let Some(end) = end {
            self.ends.insert((end, number));
            self.keys.insert(number, key.clone());
        }
        self.entries.insert(key, Entry { value, end, number });
    }

    fn take(&mut self, key: &K) -> Option<Entry<V>> {
        let entry = self.entries.remove(key)?;
        if let Some(end) = entry.end {
            self.ends.remove(&(end, entry.number));
            self.keys.remove(&entry.number);
        }
        Some(entry)
    }

    /// The key of an entry that is dead.
    fn first_dead(&self, now: Duration) -> Option<K> {
        let (end, number) = self.ends.first()?;
        (*end <= now).then(|| self.keys[number].clone())
    }
}

pub struct TtlCache<K, V> {
    state: Mutex<State<K, V>>,
}

impl<K: Hash + Eq + Clone, V: Clone> TtlCache<K, V> {
    pub fn new() -> Self {
        Self {
            state: Mutex::new(State {
                entries: HashMap::new(),
                ends: BTreeSet::new(),
                keys: HashMap::new(),
                next: 0,
            }),
        }
    }

    pub fn set(&self, key: K, value: V, ttl: Duration, now: Duration) {
        self.lock().take(&key);
        self.lock().put(key, value, now.checked_add(ttl));
    }

    pub fn get(&self, key: &K, now: Duration) -> Option<V> {
        let state = self.lock();
        let entry = state.entries.get(key)?;
        is_alive(entry, now).then(|| entry.value.clone())
    }

    pub fn remove(&self, key: &K, now: Duration) -> Option<V> {
        let entry = self.lock().take(key)?;
        is_alive(&entry, now).then_some(entry.value)
    }

    pub fn sweep(&self, now: Duration, budget: usize) -> usize {
        let mut state = self.lock();
        let mut swept = 0;
        while swept < budget {
            let Some(key) = state.first_dead(now) else {
                break;
            };
            state.take(&key);
            swept += 1;
        }
        swept
    }

    pub fn resident(&self) -> usize {
        self.lock().entries.len()
    }

    fn lock(&self) -> MutexGuard<'_, State<K, V>> {
        self.state.lock().expect("no call panics under the lock")
    }
}

fn is_alive<V>(entry: &Entry<V>, now: Duration) -> bool {
    entry.end.is_none_or(|end| now < end)
}
