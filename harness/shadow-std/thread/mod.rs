//! As std's, but that threads are the explorer's.

mod builder;
mod handle;
mod local;
mod scope;
mod spawn;

pub use ::std::thread::*;
pub use builder::Builder;
pub use handle::{Thread, ThreadId, current, park, park_timeout};
pub use local::{AccessError, LocalKey};
pub use scope::{Scope, ScopedJoinHandle, scope};
pub use spawn::{JoinHandle, spawn};

use crate::time::beyond;
use ::std::io;
use ::std::num::NonZero;
use ::std::time::Duration;

#[track_caller]
pub fn yield_now() {
    explore::sync::thread::pause();
}

#[track_caller]
pub fn sleep(duration: Duration) {
    explore::sync::thread::sleep(beyond(duration));
}

#[track_caller]
pub fn sleep_ms(milliseconds: u32) {
    sleep(Duration::from_millis(milliseconds.into()));
}

#[track_caller]
pub fn park_timeout_ms(milliseconds: u32) {
    park_timeout(Duration::from_millis(milliseconds.into()));
}

pub fn panicking() -> bool {
    explore::panics::panicking()
}

/// Always two: what is explored must not depend on the machine.
pub fn available_parallelism() -> io::Result<NonZero<usize>> {
    Ok(NonZero::<usize>::MIN.saturating_add(1))
}
