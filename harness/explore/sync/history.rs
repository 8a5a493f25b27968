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

    /// An operation begins.
    #[track_caller]
    pub fn invoke(&self) {
        self.mark(Kind::Invoke);
    }

    /// An operation ends.
    #[track_caller]
    pub fn respond(&self) {
        self.mark(Kind::Return);
    }

    #[track_caller]
    fn mark(&self, kind: Kind) {
        let object = self.tag.object(Whole::of(self), || State::Plain);
        announce(Operation::on(kind, object));
    }
}
