//! A cache that looks first and inserts later: in between, somebody else inserts.
//! Found as: panic.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Default)]
struct Cache {
    entries: Mutex<HashMap<u32, u32>>,
}

impl Cache {
    fn get(&self, key: u32) -> Option<u32> {
        self.entries.lock().unwrap().get(&key).copied()
    }

    fn get_or_insert(&self, key: u32, value: u32) -> u32 {
        if let Some(known) = self.get(key) {
            return known;
        }
        self.entries.lock().unwrap().insert(key, value);
        value
    }
}

pub fn scenario() {
    let cache = Arc::new(Cache::default());
    let other = cache.clone();
    let there = thread::spawn(move || other.get_or_insert(1, 10));
    let here = cache.get_or_insert(1, 20);
    assert_eq!(
        here,
        there.join().unwrap(),
        "both see the value that is kept"
    );
}
