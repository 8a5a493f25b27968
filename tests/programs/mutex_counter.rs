//! Two threads count under one mutex.

use std::sync::{Arc, Mutex};
use std::thread;

pub const EXPECTED: &str = "4";

pub fn run() -> String {
    let count = Arc::new(Mutex::new(0));
    let threads: Vec<thread::JoinHandle<()>> = (0..2)
        .map(|_| {
            let count = Arc::clone(&count);
            thread::spawn(move || {
                for _ in 0..2 {
                    *count.lock().unwrap() += 1;
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let total = *count.lock().unwrap();
    total.to_string()
}
