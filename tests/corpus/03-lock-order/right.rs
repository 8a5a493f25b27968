//! Transfers lock accounts in the order of their numbers.

use std::sync::{Arc, Mutex};
use std::thread;

struct Account {
    number: u32,
    balance: Mutex<i64>,
}

fn transfer(from: &Account, to: &Account, amount: i64) {
    assert_ne!(from.number, to.number);
    let (mut source, mut target);
    if from.number < to.number {
        source = from.balance.lock().unwrap();
        target = to.balance.lock().unwrap();
    } else {
        target = to.balance.lock().unwrap();
        source = from.balance.lock().unwrap();
    }
    *source -= amount;
    *target += amount;
}

pub fn scenario() {
    let accounts = Arc::new([1, 2].map(|number| Account {
        number,
        balance: Mutex::new(10),
    }));
    let others = accounts.clone();
    let there = thread::spawn(move || transfer(&others[1], &others[0], 3));
    transfer(&accounts[0], &accounts[1], 5);
    there.join().unwrap();
    assert_eq!(*accounts[0].balance.lock().unwrap(), 8);
}
