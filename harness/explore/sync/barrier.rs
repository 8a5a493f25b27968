//! Barriers.

use super::tag::{Tag, Whole};
use crate::model::execution::Execution;
use crate::model::operation::{Kind, Operation};
use crate::runtime::announce;

/// A barrier for a number of threads.
pub struct Barrier {
    tag: Tag,
    threads: usize,
}

impl Barrier {
    /// A barrier that opens for this many threads at a time.
    pub const fn new(threads: usize) -> Self {
        Self {
            tag: Tag::new(),
            threads,
        }
    }

    /// Waits until enough threads have arrived. Whether this one was the last.
    #[track_caller]
    pub fn wait(&self) -> bool {
        let object = self.tag.object(Whole::of(self), Execution::fresh_barrier);
        let operation = Operation {
            argument: self.threads as u64,
            ..Operation::on(Kind::Arrive, object)
        };
        let is_last = announce(operation) == 1;
        if !is_last {
            announce(Operation::with(Kind::Pass, 0));
        }
        is_last
    }
}
