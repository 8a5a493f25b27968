//! The fence before the stores acquires, which is of no use there.
//! Found as: data race.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::thread;

#[derive(Default)]
struct Board {
    notice: UnsafeCell<u64>,
    is_up: [AtomicBool; 2],
}

// SAFETY: the notice is up before anybody reads it.
unsafe impl Sync for Board {}

impl Board {
    fn put_up(&self) {
        unsafe { *self.notice.get() = 7 };
        fence(Ordering::Acquire);
        for flag in &self.is_up {
            flag.store(true, Ordering::Relaxed);
        }
    }

    fn read(&self, flag: usize) -> u64 {
        if !self.is_up[flag].load(Ordering::Relaxed) {
            return 7;
        }
        fence(Ordering::Acquire);
        unsafe { *self.notice.get() }
    }
}

pub fn scenario() {
    let board = Arc::new(Board::default());
    let other = board.clone();
    let writer = thread::spawn(move || other.put_up());
    assert_eq!(board.read(1), 7);
    writer.join().unwrap();
}
