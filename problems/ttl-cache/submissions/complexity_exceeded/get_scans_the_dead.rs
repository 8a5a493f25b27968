//! `get` looks through all entries, dead ones included.
//! by: growth beside_the_dead
//! stage: 1
use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::time::Duration;

struct Slot<K, V> {
    key: K,
    value: V,
    end: Option<Duration>,
}

pub struct TtlCache<K, V> {
    slots: Vec<Slot<K, V>>,
    places: HashMap<K, usize>,
    /// End and place of every entry that will die.
    ends: BTreeSet<(Duration, usize)>,
}

impl<K: Hash + Eq + Clone, V> TtlCache<K, V> {
    pub fn new() -> Self {
        Self {
            slots: vec![],
            places: HashMap::new(),
            ends: BTreeSet::new(),
        }
    }

    pub fn set(&mut self, key: K, value: V, ttl: Duration, now: Duration) {
        if let Some(&place) = self.places.get(&key) {
            self.take(place);
        }
        let place = self.slots.len();
        let end = now.checked_add(ttl);
        self.ends.extend(end.map(|end| (end, place)));
        self.places.insert(key.clone(), place);
        self.slots.push(Slot { key, value, end });
    }

    pub fn get(&self, key: &K, now: Duration) -> Option<&V> {
        let slot = self.slots.iter().find(|slot| slot.key == *key)?;
        slot.is_alive(now).then_some(&slot.value)
    }

    pub fn remove(&mut self, key: &K, now: Duration) -> Option<V> {
        let place = *self.places.get(key)?;
        let slot = self.take(place);
        slot.is_alive(now).then_some(slot.value)
    }

    pub fn sweep(&mut self, now: Duration, budget: usize) -> usize {
        for swept in 0..budget {
            let Some(&(_, place)) = self.ends.range(..=(now, usize::MAX)).next_back() else {
                return swept;
            };
            self.take(place);
        }
        budget
    }

    pub fn resident(&self) -> usize {
        self.slots.len()
    }

    /// Takes an entry out; the last one moves to its place.
    fn take(&mut self, place: usize) -> Slot<K, V> {
        let last = self.slots.len() - 1;
        let slot = self.slots.swap_remove(place);
        self.places.remove(&slot.key);
        if let Some(end) = slot.end {
            self.ends.remove(&(end, place));
        }
        if let Some(moved) = self.slots.get(place) {
            self.places.insert(moved.key.clone(), place);
            if let Some(end) = moved.end {
                self.ends.remove(&(end, last));
                self.ends.insert((end, place));
            }
        }
        slot
    }
}

impl<K, V> Slot<K, V> {
    fn is_alive(&self, now: Duration) -> bool {
        self.end.is_none_or(|end| now < end)
    }
}
