//! A sum in an atomic that is read and written in two steps: updates are lost.
//! Found as: panic.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

static BALANCE: AtomicU32 = AtomicU32::new(0);

fn deposit(amount: u32) {
    let balance = BALANCE.load(Ordering::SeqCst);
    BALANCE.store(balance + amount, Ordering::SeqCst);
}

pub fn scenario() {
    let other = thread::spawn(|| deposit(1));
    deposit(2);
    other.join().unwrap();
    assert_eq!(BALANCE.load(Ordering::SeqCst), 3, "no deposit is lost");
}
