//! A flag in the lowest bit of an atomic pointer, and steps through an array.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicPtr, AtomicU8, Ordering::SeqCst};
use std::thread;

pub const EXPECTED: &str = "one tagged it, 20, 6, Some(9)";

pub fn run() -> String {
    let mut numbers = [10_u32, 20];
    let pointer = AtomicPtr::new(numbers.as_mut_ptr());
    let tag = || pointer.fetch_or(1, SeqCst).addr() & 1 == 0;
    let firsts = thread::scope(|scope| {
        let other = scope.spawn(tag);
        usize::from(tag()) + usize::from(other.join().unwrap())
    });
    assert_eq!(firsts, 1);
    pointer.fetch_and(!1, SeqCst);
    pointer.fetch_ptr_add(1, SeqCst);
    let second = unsafe { *pointer.load(SeqCst) };
    pointer.fetch_ptr_sub(1, SeqCst);
    assert_eq!(pointer.load(SeqCst), numbers.as_mut_ptr());
    let number = AtomicU8::new(3);
    assert_eq!(number.fetch_max(5, SeqCst), 3);
    number
        .fetch_update(SeqCst, SeqCst, |n| Some(n + 1))
        .unwrap();
    let mut lazy = LazyLock::new(|| 8);
    assert!(LazyLock::get(&lazy).is_none());
    *lazy += 1;
    format!(
        "one tagged it, {second}, {}, {:?}",
        number.into_inner(),
        LazyLock::get(&lazy)
    )
}
