//! Time passes while a thread sleeps or parks with a limit.

use std::thread;
use std::time::{Duration, Instant};

pub const EXPECTED: &str = "slept, parked, yielded";

pub fn run() -> String {
    let begin = Instant::now();
    thread::sleep(Duration::from_millis(2));
    assert!(begin.elapsed() >= Duration::from_millis(2));
    let short = thread::spawn(|| thread::sleep(Duration::from_micros(5)));
    thread::park_timeout(Duration::from_millis(1));
    thread::yield_now();
    short.join().unwrap();
    assert!(Instant::now() >= begin + Duration::from_millis(2));
    "slept, parked, yielded".to_string()
}
