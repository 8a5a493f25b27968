//! A value is handed over with relaxed accesses and fences.

use std::sync::atomic::{self, AtomicBool, AtomicU8, Ordering};
use std::thread;

pub const EXPECTED: &str = "seen or not yet";

static VALUE: AtomicU8 = AtomicU8::new(0);
static READY: AtomicBool = AtomicBool::new(false);

pub fn run() -> String {
    let writer = thread::spawn(|| {
        VALUE.store(42, Ordering::Relaxed);
        atomic::fence(Ordering::Release);
        READY.store(true, Ordering::Relaxed);
        atomic::compiler_fence(Ordering::SeqCst);
    });
    if READY.load(Ordering::Relaxed) {
        atomic::fence(Ordering::Acquire);
        assert_eq!(VALUE.load(Ordering::Relaxed), 42);
    }
    writer.join().unwrap();
    "seen or not yet".into()
}
