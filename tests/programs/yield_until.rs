//! Polling a flag and letting others run in between.

use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;

pub const EXPECTED: &str = "1 then 2";

static TURN: AtomicI32 = AtomicI32::new(0);

pub fn run() -> String {
    let follower = thread::spawn(|| {
        while TURN.load(Ordering::SeqCst) != 1 {
            thread::yield_now();
        }
        TURN.store(2, Ordering::SeqCst);
    });
    TURN.store(1, Ordering::SeqCst);
    follower.join().unwrap();
    format!("1 then {}", TURN.load(Ordering::SeqCst))
}
