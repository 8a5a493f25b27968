//! Barriers.

use ::std::fmt;
use explore::sync::barrier::Barrier as Gate;

pub struct Barrier {
    gate: Gate,
}

pub struct BarrierWaitResult(bool);

impl Barrier {
    pub const fn new(threads: usize) -> Self {
        Self {
            gate: Gate::new(threads),
        }
    }

    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        BarrierWaitResult(self.gate.wait())
    }
}

impl BarrierWaitResult {
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}

impl fmt::Debug for BarrierWaitResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarrierWaitResult")
            .field("is_leader", &self.0)
            .finish()
    }
}
