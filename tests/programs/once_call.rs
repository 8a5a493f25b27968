//! `Once`: called by two threads, run by one; after a panic it is poisoned.

use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

pub const EXPECTED: &str = "ran 1, completed; poisoned, mended";

static START: Once = Once::new();
static RUNS: AtomicU32 = AtomicU32::new(0);

fn start() {
    START.call_once(|| {
        RUNS.fetch_add(1, Ordering::SeqCst);
    });
    assert!(START.is_completed());
}

pub fn run() -> String {
    let other = thread::spawn(start);
    start();
    other.join().unwrap();
    let runs = RUNS.load(Ordering::SeqCst);
    let once = Once::new();
    let broken = panic::catch_unwind(panic::AssertUnwindSafe(|| once.call_once(|| panic!("no"))));
    assert!(broken.is_err());
    let again = panic::catch_unwind(panic::AssertUnwindSafe(|| once.call_once(|| {})));
    let poisoned = if again.is_err() { "poisoned" } else { "sound" };
    let mut mended = "";
    once.call_once_force(|state| mended = if state.is_poisoned() { "mended" } else { "new" });
    assert!(once.is_completed());
    format!("ran {runs}, completed; {poisoned}, {mended}")
}
