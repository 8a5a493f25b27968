//! A thread's own values are dropped when it ends, before it is joined.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

pub const EXPECTED: &str = "1 dropped";

static DROPPED: AtomicUsize = AtomicUsize::new(0);

struct Noted;

impl Drop for Noted {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::SeqCst);
    }
}

thread_local!(static KEPT: RefCell<Option<Noted>> = const { RefCell::new(None) });

pub fn run() -> String {
    let before = DROPPED.load(Ordering::SeqCst);
    thread::spawn(|| KEPT.with(|kept| *kept.borrow_mut() = Some(Noted)))
        .join()
        .unwrap();
    format!("{} dropped", DROPPED.load(Ordering::SeqCst) - before)
}
