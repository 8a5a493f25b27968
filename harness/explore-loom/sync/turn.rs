//! Loom cannot tell when nothing moves: who has turns is not run on it.

use crate::{ThreadId, unsupported};
use std::time::Duration;

/// Not supported.
pub fn wait() {
    unsupported("calls that have turns");
}

/// Not supported.
pub fn give(_: ThreadId) {
    unsupported("calls that have turns");
}

/// Not supported.
pub fn settle() -> Option<Duration> {
    unsupported("calls that have turns")
}

/// Not supported.
pub fn rest(_: Duration) {
    unsupported("calls that have turns");
}

/// Not supported.
pub fn stop_time() {
    unsupported("calls that have turns");
}
