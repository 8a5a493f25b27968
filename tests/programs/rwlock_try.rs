//! `try_read` and `try_write` beside guards; only a writer's panic poisons.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{RwLock, TryLockError};

pub const EXPECTED: &str = "read-read write-waits read-waits sound poisoned 12";

pub fn run() -> String {
    let lock = RwLock::new(10);
    let mut words = vec![];
    {
        let _reader = lock.read().unwrap();
        words.push(if lock.try_read().is_ok() {
            "read-read"
        } else {
            ""
        });
        words.push(match lock.try_write() {
            Err(TryLockError::WouldBlock) => "write-waits",
            _ => "",
        });
    }
    {
        let mut writer = lock.try_write().unwrap();
        *writer += 2;
        words.push(if lock.try_read().is_err() {
            "read-waits"
        } else {
            ""
        });
    }
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let _reader = lock.read().unwrap();
        panic!("while reading");
    }));
    words.push(if lock.is_poisoned() { "" } else { "sound" });
    let _ = catch_unwind(AssertUnwindSafe(|| {
        let _writer = lock.write().unwrap();
        panic!("while writing");
    }));
    words.push(if lock.is_poisoned() { "poisoned" } else { "" });
    assert!(lock.read().is_err());
    lock.clear_poison();
    format!("{} {}", words.join(" "), lock.into_inner().unwrap())
}
