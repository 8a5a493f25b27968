//! Map and order lie under locks of their own, and come to disagree.
//! Found as: panic.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::thread;

/// A cache for one entry.
#[derive(Default)]
struct Lru {
    map: Mutex<HashMap<u32, u32>>,
    order: Mutex<VecDeque<u32>>,
}

impl Lru {
    fn put(&self, key: u32, value: u32) {
        self.map.lock().unwrap().insert(key, value);
        let mut order = self.order.lock().unwrap();
        order.push_back(key);
        if order.len() > 1 {
            let oldest = order.pop_front().unwrap();
            drop(order);
            self.map.lock().unwrap().remove(&oldest);
        }
    }

    fn remove(&self, key: u32) {
        if self.map.lock().unwrap().remove(&key).is_some() {
            self.order.lock().unwrap().retain(|known| *known != key);
        }
    }
}

pub fn scenario() {
    let lru = Arc::new(Lru::default());
    let other = lru.clone();
    let putting = thread::spawn(move || other.put(1, 10));
    lru.remove(1);
    putting.join().unwrap();
    let map = lru.map.lock().unwrap();
    let order = lru.order.lock().unwrap();
    assert_eq!(map.len(), order.len(), "map and order agree");
}
