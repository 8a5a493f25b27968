//! One map of numbered flights, and one bell for everybody who waits for any of them.
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Condvar, Mutex};
use std::thread;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared<E> {
    /// The load failed.
    Failed(E),
    /// The load that this call waited for panicked.
    LeaderPanicked,
}

enum Entry<V> {
    Known(V),
    /// The number of the flight that is under way.
    Loading(u64),
}

struct Tower<K, V, E> {
    entries: HashMap<K, Entry<V>>,
    /// What a flight came to, and how many still have to be told.
    ended: HashMap<u64, (Result<V, Shared<E>>, usize)>,
    /// How many joined each flight that is under way.
    joined: HashMap<u64, usize>,
    next: u64,
}

pub struct Flight<K, V, E> {
    tower: Mutex<Tower<K, V, E>>,
    bell: Condvar,
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Flight<K, V, E> {
    pub fn new() -> Self {
        Self {
            tower: Mutex::new(Tower {
                entries: HashMap::new(),
                ended: HashMap::new(),
                joined: HashMap::new(),
                next: 0,
            }),
            bell: Condvar::new(),
        }
    }

    pub fn get_or_load(&self, key: K, load: impl FnOnce() -> Result<V, E>) -> Result<V, Shared<E>> {
        let mut tower = self.tower.lock().unwrap();
        let number = match tower.entries.get(&key) {
            Some(Entry::Known(value)) => return Ok(value.clone()),
            Some(Entry::Loading(number)) => {
                let number = *number;
                *tower.joined.entry(number).or_insert(0) += 1;
                let is_under_way = |tower: &mut Tower<K, V, E>| !tower.ended.contains_key(&number);
                let mut tower = self.bell.wait_while(tower, is_under_way).unwrap();
                let ended = tower.ended.get_mut(&number).expect("it has ended");
                ended.1 -= 1;
                let answer = ended.0.clone();
                if ended.1 == 0 {
                    tower.ended.remove(&number);
                }
                return answer;
            }
            None => tower.next,
        };
        tower.next += 1;
        tower.entries.insert(key.clone(), Entry::Loading(number));
        drop(tower);

        let landing = Landing {
            flight: self,
            key: &key,
            number,
        };
        let answer = load().map_err(Shared::Failed);
        landing.end(answer.clone());
        answer
    }

    pub fn forget(&self, key: &K) {
        self.tower.lock().unwrap().entries.remove(key);
    }

    fn end(&self, key: &K, number: u64, answer: Result<V, Shared<E>>) {
        let mut tower = self.tower.lock().unwrap();
        if matches!(tower.entries.get(key), Some(Entry::Loading(other)) if *other == number) {
            match &answer {
                Ok(value) => tower
                    .entries
                    .insert(key.clone(), Entry::Known(value.clone())),
                Err(_) => tower.entries.remove(key),
            };
        }
        if let Some(joined) = tower.joined.remove(&number) {
            tower.ended.insert(number, (answer, joined));
            self.bell.notify_all();
        }
    }
}

/// Sees to it that a flight ends when its load panics.
struct Landing<'a, K: Hash + Eq + Clone, V: Clone, E: Clone> {
    flight: &'a Flight<K, V, E>,
    key: &'a K,
    number: u64,
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Landing<'_, K, V, E> {
    fn end(self, answer: Result<V, Shared<E>>) {
        self.flight.end(self.key, self.number, answer);
    }
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Drop for Landing<'_, K, V, E> {
    fn drop(&mut self) {
        if thread::panicking() {
            let panicked = Err(Shared::LeaderPanicked);
            self.flight.end(self.key, self.number, panicked);
        }
    }
}
