//! One thread waits in a loop until another has set a flag.

use std::sync::{Arc, Condvar, Mutex};
use std::thread;

pub const EXPECTED: &str = "ready";

pub fn run() -> String {
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let other = Arc::clone(&pair);
    let setter = thread::spawn(move || {
        let (flag, changed) = &*other;
        *flag.lock().unwrap() = true;
        changed.notify_one();
    });
    let (flag, changed) = &*pair;
    let mut ready = flag.lock().unwrap();
    while !*ready {
        ready = changed.wait(ready).unwrap();
    }
    drop(ready);
    setter.join().unwrap();
    "ready".to_owned()
}
