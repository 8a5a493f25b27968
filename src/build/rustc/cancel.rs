//! Calling off what the compiler is at.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Ends calls of the compiler from another thread, those to come as well.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// From now on nothing is compiled.
    pub fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether nothing is compiled any more.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
