//! The end is added up without asking whether a `Duration` can hold it.
//! by: case "an end after the last moment never comes"
//! reason: panic
//! stage: 1
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use std::time::Duration;

/// The moment of death; `None` never comes.
type Moment = Option<Duration>;

pub struct TtlCache<K, V> {
    values: HashMap<K, (Moment, V)>,
    dying: BTreeMap<Duration, HashSet<K>>,
}

impl<K: Hash + Eq + Clone, V> TtlCache<K, V> {
    pub fn new() -> Self {
        Self {
            values: HashMap::new(),
            dying: BTreeMap::new(),
        }
    }

    pub fn set(&mut self, key: K, value: V, ttl: Duration, now: Duration) {
        let moment = Some(now + ttl);
        let old = match self.values.entry(key.clone()) {
            Entry::Occupied(mut there) => there.insert((moment, value)).0,
            Entry::Vacant(free) => {
                free.insert((moment, value));
                None
            }
        };
        self.cross_out(old, &key);
        if let Some(moment) = moment {
            self.dying.entry(moment).or_default().insert(key);
        }
    }

    pub fn get(&self, key: &K, now: Duration) -> Option<&V> {
        match self.values.get(key) {
            Some((Some(moment), _)) if *moment <= now => None,
            Some((_, value)) => Some(value),
            None => None,
        }
    }

    pub fn remove(&mut self, key: &K, now: Duration) -> Option<V> {
        let alive = self.get(key, now).is_some();
        let (moment, value) = self.values.remove(key)?;
        self.cross_out(moment, key);
        if alive { Some(value) } else { None }
    }

    pub fn sweep(&mut self, now: Duration, budget: usize) -> usize {
        let mut left = budget;
        while left > 0
            && let Some(mut moment) = self.dying.first_entry()
            && *moment.key() <= now
        {
            let taken: Vec<K> = moment.get().iter().take(left).cloned().collect();
            left -= taken.len();
            for key in &taken {
                self.values.remove(key);
                moment.get_mut().remove(key);
            }
            if moment.get().is_empty() {
                moment.remove();
            }
        }
        budget - left
    }

    pub fn resident(&self) -> usize {
        self.values.len()
    }

    fn cross_out(&mut self, moment: Moment, key: &K) {
        let Some(moment) = moment else { return };
        if let Some(keys) = self.dying.get_mut(&moment) {
            keys.remove(key);
            if keys.is_empty() {
                self.dying.remove(&moment);
            }
        }
    }
}
