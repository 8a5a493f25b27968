//! Histories: when operations on a subject begin and end.
//!
//! Real-time order is part of linearizability: an operation that ended before another
//! began has to take effect before it. So an end and a beginning do not commute.

use super::tag::{Tag, Whole};
use crate::model::object::State;
use crate::model::operation::{Kind, Operation};
use crate::runtime::announce;

/// A history.
#[derive(Default)]
pub struct History {
    tag: Tag,
}

impl History {
    /// A history without operations.
    pub const fn new() -> Self {
        Self { tag: Tag::new() }
    }

    /// The operation with this number begins.
    #[track_caller]
    pub fn invoke(&self, number: u64) {
        self.mark(Kind::Invoke, number);
    }

    /// The operation with this number ends.
    #[track_caller]
    pub fn respond(&self, number: u64) {
        self.mark(Kind::Return, number);
    }

    #[track_caller]
    fn mark(&self, kind: Kind, number: u64) {
        let object = self.tag.object(Whole::of(self), || State::Plain);
        announce(Operation {
            argument: number,
            ..Operation::on(kind, object)
        });
    }
}
