//! Locks around values whose size is not known, behind all kinds of pointers.

use std::sync::{Arc, Mutex, RwLock, Weak};
use std::thread;

pub const EXPECTED: &str = "12 [5, 2] 3";

trait Counter: Send + Sync {
    fn add(&mut self, amount: u32) -> u32;
}

impl Counter for u32 {
    fn add(&mut self, amount: u32) -> u32 {
        *self += amount;
        *self
    }
}

pub fn run() -> String {
    let counter: Arc<RwLock<dyn Counter>> = Arc::new(RwLock::new(10));
    let other = Arc::clone(&counter);
    thread::spawn(move || other.write().unwrap().add(1))
        .join()
        .unwrap();
    let weak: Weak<RwLock<dyn Counter>> = Arc::downgrade(&counter);
    let total = weak
        .upgrade()
        .map_or(0, |counter| counter.write().unwrap().add(1));
    let slice: Arc<Mutex<[u8]>> = Arc::new(Mutex::new([1, 2]));
    slice.lock().unwrap()[0] = 5;
    let boxed: Box<Mutex<dyn FnMut() -> u8 + Send>> = Box::new(Mutex::new({
        let mut calls = 2;
        move || {
            calls += 1;
            calls
        }
    }));
    let called = (boxed.lock().unwrap())();
    format!("{total} {:?} {called}", &*slice.lock().unwrap())
}
