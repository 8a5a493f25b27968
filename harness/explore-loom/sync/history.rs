//! Histories: when operations on a subject begin and end.
//!
//! Loom is asked for outcomes alone. When a call ended is no event for it: that would order
//! calls which nothing else orders, and hide what weak orderings allow.

/// A history.
#[derive(Debug, Default)]
pub struct History(());

impl History {
    /// A history without operations.
    pub const fn new() -> Self {
        Self(())
    }

    /// The operation with this number begins.
    pub const fn invoke(&self, _number: u64) {}

    /// The operation with this number ends.
    pub const fn respond(&self, _number: u64) {}
}
