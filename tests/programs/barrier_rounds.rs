//! A barrier that is used twice has one leader in each round.

use std::sync::{Arc, Barrier};
use std::thread;

pub const EXPECTED: &str = "2 leaders";

fn two_rounds(barrier: &Barrier) -> usize {
    (0..2).filter(|_| barrier.wait().is_leader()).count()
}

pub fn run() -> String {
    let barrier = Arc::new(Barrier::new(2));
    let other = Arc::clone(&barrier);
    let there = thread::spawn(move || two_rounds(&other));
    let here = two_rounds(&barrier);
    format!("{} leaders", here + there.join().unwrap())
}
