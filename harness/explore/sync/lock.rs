//! Locks, for one writer or several readers. Poisoning and data are the stand-in's.

use super::tag::{Tag, Whole};
use crate::model::execution::Execution;
use crate::model::object::ObjectId;
use crate::model::operation::{Kind, Operation};
use crate::runtime::{self, announce};

/// A lock.
#[derive(Default)]
pub struct Lock {
    tag: Tag,
}

impl Lock {
    /// A lock that nobody holds.
    pub const fn new() -> Self {
        Self { tag: Tag::new() }
    }

    pub(super) fn object(&self, whole: Whole) -> ObjectId {
        self.tag.object(whole, Execution::fresh_lock)
    }

    /// Waits until nobody holds it, and holds it for writing.
    #[track_caller]
    pub fn acquire(&self, whole: Whole) {
        self.take(Kind::Lock, whole);
    }

    /// Waits until nobody holds it for writing, and holds it for reading.
    #[track_caller]
    pub fn acquire_shared(&self, whole: Whole) {
        self.take(Kind::ReadLock, whole);
    }

    /// Holds it for writing if nobody holds it.
    #[track_caller]
    pub fn try_acquire(&self, whole: Whole) -> bool {
        self.attempt(Kind::TryLock, whole)
    }

    /// Holds it for reading if nobody holds it for writing.
    #[track_caller]
    pub fn try_acquire_shared(&self, whole: Whole) -> bool {
        self.attempt(Kind::TryReadLock, whole)
    }

    /// Gives it up after writing.
    pub fn release(&self, whole: Whole) {
        self.give_up(Kind::Unlock, whole);
    }

    /// Gives it up after reading.
    pub fn release_shared(&self, whole: Whole) {
        self.give_up(Kind::ReadUnlock, whole);
    }

    #[track_caller]
    fn take(&self, kind: Kind, whole: Whole) {
        if !runtime::is_inside() {
            return;
        }
        let object = self.object(whole);
        announce(Operation::on(kind, object));
        remember(object, whole);
    }

    #[track_caller]
    fn attempt(&self, kind: Kind, whole: Whole) -> bool {
        if !runtime::is_inside() {
            return true;
        }
        let object = self.object(whole);
        runtime::with(Execution::see_unlocks);
        let took = announce(Operation::on(kind, object)) == 1;
        if took {
            remember(object, whole);
        }
        took
    }

    fn give_up(&self, kind: Kind, whole: Whole) {
        if !runtime::is_inside() {
            return;
        }
        let object = self.object(whole);
        let mut operation = Operation::on(kind, object);
        let is_event = runtime::with(|execution| {
            if !execution.is_as_remembered(object, whole) {
                execution.changed(object);
            }
            if execution.visible.unlocks || execution.stop.is_some() {
                return true;
            }
            if execution.meet(&mut operation).is_none() {
                let current = execution.current;
                execution.note(current, &operation);
                execution.move_lock(current, object, kind);
            }
            execution.stop.is_some()
        });
        if is_event {
            announce(operation);
        }
    }
}

/// Keeps a fingerprint of what the lock guards, to see whether the holder changes it.
fn remember(object: ObjectId, whole: Whole) {
    runtime::with(|execution| execution.remember(object, whole));
}
