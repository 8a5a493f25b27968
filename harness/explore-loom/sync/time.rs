//! Loom has no time.

use std::time::Duration;

/// No time passes.
pub const fn now() -> Duration {
    Duration::ZERO
}
