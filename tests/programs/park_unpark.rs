//! Parking with a flag; a wake-up that comes first is remembered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

pub const EXPECTED: &str = "woken, remembered";

pub fn run() -> String {
    let flag = Arc::new(AtomicBool::new(false));
    let sleeper = {
        let flag = flag.clone();
        thread::spawn(move || {
            while !flag.load(Ordering::Acquire) {
                thread::park();
            }
            "woken"
        })
    };
    flag.store(true, Ordering::Release);
    sleeper.thread().unpark();
    let woken = sleeper.join().unwrap();
    thread::current().unpark();
    thread::park();
    format!("{woken}, remembered")
}
