//! As std's, but that panics are counted for each thread of the program, and hooks never run.

use crate::thread;
use ::std::any::Any;
pub use ::std::panic::*;
use explore::panics;

pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(body: F) -> thread::Result<R> {
    panics::catch_unwind(body)
}

pub fn resume_unwind(payload: Box<dyn Any + Send>) -> ! {
    panics::resume_unwind(payload)
}

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

pub fn set_hook(hook: Hook) {
    drop(hook);
}

pub fn take_hook() -> Hook {
    Box::new(|_| {})
}
