//! Atomic flags and pointers.

use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::SeqCst};
use std::thread;

pub const EXPECTED: &str = "one winner, 8, null";

pub fn run() -> String {
    let taken = Arc::new(AtomicBool::new(false));
    let other = taken.clone();
    let there = thread::spawn(move || !other.swap(true, SeqCst));
    let here = taken.compare_exchange(false, true, SeqCst, SeqCst).is_ok();
    let winners = usize::from(here) + usize::from(there.join().unwrap());
    assert_eq!(winners, 1);
    assert!(taken.fetch_and(false, SeqCst));
    assert!(!taken.fetch_or(true, SeqCst));
    assert!(taken.fetch_xor(true, SeqCst));
    assert!(!taken.fetch_nand(true, SeqCst));
    assert!(taken.fetch_not(SeqCst));
    let mut flag = AtomicBool::from(true);
    *flag.get_mut() = false;
    assert!(!flag.into_inner());
    let mut value = 8;
    let pointer: AtomicPtr<i32> = AtomicPtr::default();
    assert!(pointer.load(SeqCst).is_null());
    let old = pointer.compare_exchange(ptr::null_mut(), &raw mut value, SeqCst, SeqCst);
    assert!(old.is_ok_and(<*mut i32>::is_null));
    assert_eq!(pointer.swap(ptr::null_mut(), SeqCst), &raw mut value);
    let null = if pointer.into_inner().is_null() {
        "null"
    } else {
        "set"
    };
    format!("one winner, {value}, {null}")
}
