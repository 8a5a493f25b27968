//! Panics of the program.

use crate::Payload;
use std::panic::AssertUnwindSafe;

/// Whether the running thread is unwinding.
pub fn panicking() -> bool {
    std::thread::panicking()
}

/// As std's.
///
/// # Errors
/// If the body panics, with what it panicked with.
pub fn catch_unwind<R>(body: impl FnOnce() -> R) -> Result<R, Payload> {
    std::panic::catch_unwind(AssertUnwindSafe(body))
}

/// As std's.
pub fn resume_unwind(payload: Payload) -> ! {
    std::panic::resume_unwind(payload)
}
