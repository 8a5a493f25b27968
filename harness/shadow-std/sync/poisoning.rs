//! Whether a lock was held by a thread that panicked.

use ::std::sync::atomic::{AtomicBool, Ordering};
use ::std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};
use explore::panics::panicking;

/// The flag of one lock. It only changes while the lock is held, so it is no event.
pub(super) struct Poison(AtomicBool);

impl Poison {
    pub(super) const fn new() -> Self {
        Self(AtomicBool::new(false))
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn clear(&self) {
        self.0.store(false, Ordering::Relaxed);
    }

    /// Called when a guard goes that came while the thread was panicking already, or not.
    pub(super) fn leave(&self, was_panicking: bool) {
        if !was_panicking && panicking() {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    /// The guard as std hands it out.
    pub(super) fn wrap<G>(&self, guard: G) -> LockResult<G> {
        if self.is_set() {
            Err(PoisonError::new(guard))
        } else {
            Ok(guard)
        }
    }

    /// The guard as std hands it out after a try.
    pub(super) fn wrap_try<G>(&self, guard: G) -> TryLockResult<G> {
        self.wrap(guard).map_err(TryLockError::Poisoned)
    }
}
