//! A cache that looks and inserts under one lock.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

#[derive(Default)]
struct Cache {
    entries: Mutex<HashMap<u32, u32>>,
}

impl Cache {
    fn get_or_insert(&self, key: u32, value: u32) -> u32 {
        *self.entries.lock().unwrap().entry(key).or_insert(value)
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
