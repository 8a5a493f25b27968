//! Lease registry with self-preservation, shared between threads: fill in the bodies and
//! the field marked `todo`.
use std::time::Duration;

/// What came of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The lease begins anew.
    Renewed,
    /// There is no such instance.
    Unknown,
}

/// Knows which instances of which apps there are. Every call goes by the time it is
/// given, which may be earlier than that of another call before it.
pub struct Registry {
    todo: (),
}

impl Registry {
    /// An empty registry. A lease has expired when more than `lease` has passed
    /// since it began; `keep_percent` is from 0 to 100.
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        todo!()
    }

    /// Puts an instance on the list, or lets its lease begin anew.
    pub fn register(&self, app: &str, instance: &str, now: Duration) {
        todo!()
    }

    /// Lets the lease of an instance on the list begin anew, expired or not.
    pub fn renew(&self, app: &str, instance: &str, now: Duration) -> Renewal {
        todo!()
    }

    /// Takes an instance off the list, and answers whether it was there.
    pub fn cancel(&self, app: &str, instance: &str) -> bool {
        todo!()
    }

    /// The instances of an app, sorted, those with expired leases included.
    pub fn instances(&self, app: &str) -> Vec<String> {
        todo!()
    }

    /// Takes instances with expired leases off the list and answers them as pairs
    /// of app and instance, in any order. At least `keep_percent` percent of all
    /// instances, rounded down, stay.
    ///
    /// `pick(k)` answers a random number below `k`. If not all expired instances
    /// may go, it is asked exactly once for each one that goes, with a `k` from 1
    /// to their number, and every set of them is equally likely.
    pub fn evict(
        &self,
        now: Duration,
        pick: &mut dyn FnMut(usize) -> usize,
    ) -> Vec<(String, String)> {
        todo!()
    }
}
