//! As std's, but that the clocks show the explorer's time, which passes only when nothing
//! else can happen.

mod instant;
mod system_time;

pub use ::std::time::*;
pub use instant::Instant;
pub use system_time::{SystemTime, SystemTimeError};

pub const UNIX_EPOCH: SystemTime = SystemTime::UNIX_EPOCH;

/// The limit of a wait, and a little more: on a real clock no wait ends on the dot, and
/// programs that ask whether the time is over, not whether it has come, rely on that.
pub(crate) const fn beyond(limit: Duration) -> Duration {
    limit.saturating_add(Duration::from_nanos(1))
}

/// How much time has passed since the program began.
#[track_caller]
fn passed() -> Duration {
    if explore::is_inside() {
        explore::sync::time::now()
    } else {
        Duration::ZERO
    }
}
