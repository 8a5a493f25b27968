//! Shared ownership of its own, with a count and raw pointers.

use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

pub const EXPECTED: &str = "hello hello, 1 dropped";

struct Counted<T> {
    owners: AtomicUsize,
    value: T,
}

struct Shared<T>(NonNull<Counted<T>>);

unsafe impl<T: Send + Sync> Send for Shared<T> {}
unsafe impl<T: Send + Sync> Sync for Shared<T> {}

impl<T> Shared<T> {
    fn new(value: T) -> Self {
        let counted = Box::new(Counted {
            owners: AtomicUsize::new(1),
            value,
        });
        Shared(NonNull::from(Box::leak(counted)))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &self.0.as_ref().value }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        unsafe { self.0.as_ref() }
            .owners
            .fetch_add(1, Ordering::Relaxed);
        Shared(self.0)
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        if unsafe { self.0.as_ref() }
            .owners
            .fetch_sub(1, Ordering::Release)
            == 1
        {
            fence(Ordering::Acquire);
            drop(unsafe { Box::from_raw(self.0.as_ptr()) });
        }
    }
}

static DROPPED: AtomicUsize = AtomicUsize::new(0);

struct Noted {
    text: &'static str,
}

impl Drop for Noted {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

pub fn run() -> String {
    let here = Shared::new(Noted { text: "hello" });
    let there = here.clone();
    let other = thread::spawn(move || there.text.len());
    let first = here.text;
    let second = here.clone().text;
    drop(here);
    assert_eq!(other.join().unwrap(), 5);
    format!(
        "{first} {second}, {} dropped",
        DROPPED.load(Ordering::Relaxed)
    )
}
