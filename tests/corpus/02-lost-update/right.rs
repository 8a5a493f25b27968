//! A sum in an atomic that is raised in one step.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

static BALANCE: AtomicU32 = AtomicU32::new(0);

fn deposit(amount: u32) {
    BALANCE.fetch_add(amount, Ordering::SeqCst);
}

pub fn scenario() {
    let other = thread::spawn(|| deposit(1));
    deposit(2);
    other.join().unwrap();
    assert_eq!(BALANCE.load(Ordering::SeqCst), 3, "no deposit is lost");
}
