//! Those who join leave the end of a channel; the leader sends what came of its load to each. A
//! leader that panics drops the other ends.
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::Mutex;
use std::sync::mpsc::{self, Sender};

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared<E> {
    /// The load failed.
    Failed(E),
    /// The load that this call waited for panicked.
    LeaderPanicked,
}

type Answer<V, E> = Result<V, Shared<E>>;

enum State<V, E> {
    Known(V),
    Loading {
        number: u64,
        joined: Vec<Sender<Answer<V, E>>>,
    },
}

struct Inside<K, V, E> {
    states: HashMap<K, State<V, E>>,
    /// Those who joined flights that were forgotten before they ended.
    past: HashMap<u64, Vec<Sender<Answer<V, E>>>>,
    flights: u64,
}

pub struct Flight<K, V, E> {
    inside: Mutex<Inside<K, V, E>>,
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Flight<K, V, E> {
    pub fn new() -> Self {
        Self {
            inside: Mutex::new(Inside {
                states: HashMap::new(),
                past: HashMap::new(),
                flights: 0,
            }),
        }
    }

    pub fn get_or_load(&self, key: K, load: impl FnOnce() -> Result<V, E>) -> Answer<V, E> {
        let mut inside = self.inside.lock().unwrap();
        match inside.states.get_mut(&key) {
            Some(State::Known(value)) => return Ok(value.clone()),
            Some(State::Loading { joined, .. }) => {
                let (sender, receiver) = mpsc::channel();
                joined.push(sender);
                drop(inside);
                return receiver.recv().unwrap_or(Err(Shared::LeaderPanicked));
            }
            None => {}
        }
        let number = inside.flights;
        inside.flights += 1;
        let joined = vec![];
        let loading = State::Loading { number, joined };
        inside.states.insert(key.clone(), loading);
        drop(inside);

        let mut leader = Leader {
            flight: self,
            key: Some(key),
            number,
        };
        let answer = load().map_err(Shared::Failed);
        for sender in leader.land(answer.as_ref().ok()) {
            let sent = sender.send(answer.clone());
            assert!(sent.is_ok(), "whoever joined waits");
        }
        answer
    }

    pub fn forget(&self, key: &K) {
        let mut inside = self.inside.lock().unwrap();
        if let Some(State::Loading { number, joined }) = inside.states.remove(key) {
            inside.past.insert(number, joined);
        }
    }
}

/// Takes the flight off the map, at the latest when the load panics.
struct Leader<'a, K: Hash + Eq + Clone, V: Clone, E: Clone> {
    flight: &'a Flight<K, V, E>,
    key: Option<K>,
    number: u64,
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Leader<'_, K, V, E> {
    /// Ends the flight, once; answers who has to be told.
    fn land(&mut self, value: Option<&V>) -> Vec<Sender<Answer<V, E>>> {
        let Some(key) = self.key.take() else {
            return vec![];
        };
        let mut inside = self.flight.inside.lock().unwrap();
        if let Some(joined) = inside.past.remove(&self.number) {
            return joined;
        }
        let Entry::Occupied(mut entry) = inside.states.entry(key) else {
            unreachable!("only `forget` takes a flight away, and leaves it in the past");
        };
        let state = match value {
            Some(value) => entry.insert(State::Known(value.clone())),
            None => entry.remove(),
        };
        match state {
            State::Loading { joined, .. } => joined,
            State::Known(_) => unreachable!("nobody else ends this flight"),
        }
    }
}

impl<K: Hash + Eq + Clone, V: Clone, E: Clone> Drop for Leader<'_, K, V, E> {
    fn drop(&mut self) {
        drop(self.land(None));
    }
}
