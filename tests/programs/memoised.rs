//! A generic cache behind a lock; the value is made outside of it, and the first one stays.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::thread;

pub const EXPECTED: &str = "both see 6, kept 1";

pub struct Memo<K, V, F> {
    known: Mutex<HashMap<K, V>>,
    make: F,
}

impl<K, V, F> Memo<K, V, F>
where
    K: Eq + Hash + Clone,
    V: Clone,
    F: Fn(&K) -> V,
{
    pub fn new(make: F) -> Self {
        Self {
            known: Mutex::new(HashMap::new()),
            make,
        }
    }

    pub fn get(&self, key: K) -> V {
        if let Some(value) = self
            .known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return value.clone();
        }
        let value = (self.make)(&key);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_insert(value).clone()
    }
}

pub fn run() -> String {
    let memo = Memo::new(|text: &&str| text.len());
    let (here, there) = thread::scope(|scope| {
        let there = scope.spawn(|| memo.get("secret"));
        (memo.get("secret"), there.join().unwrap())
    });
    assert_eq!(here, there);
    format!(
        "both see {here}, kept {}",
        memo.known.into_inner().unwrap().len()
    )
}
