//! Condition variables.

use super::lock::Lock;
use super::tag::{Tag, Whole};
use super::time::nanoseconds;
use crate::model::object::State;
use crate::model::operation::{Kind, NEVER, Operation};
use crate::runtime::{self, announce};
use std::time::Duration;

/// A condition variable.
#[derive(Default)]
pub struct Condvar {
    tag: Tag,
}

impl Condvar {
    /// A condition variable that nobody waits on.
    pub const fn new() -> Self {
        Self { tag: Tag::new() }
    }

    /// Releases the lock, waits to be woken, and acquires the lock again. Whether the time
    /// ran out instead.
    ///
    /// # Panics
    /// Outside an exploration, where nobody could wake it.
    #[track_caller]
    pub fn wait(&self, whole: Whole, lock: &Lock, guarded: Whole, limit: Option<Duration>) -> bool {
        assert!(
            runtime::is_inside(),
            "waits for ever: there is no other thread"
        );
        let object = self.tag.object(whole, || State::Condvar(vec![]));
        let lock = lock.object(guarded);
        runtime::with(|execution| {
            if !execution.is_as_remembered(lock, guarded) {
                execution.changed(lock);
            }
        });
        announce(Operation {
            lock,
            limit: limit.map_or(NEVER, nanoseconds),
            ..Operation::on(Kind::Wait, object)
        });
        announce(Operation::on(Kind::Lock, lock));
        runtime::with(|execution| {
            execution.remember(lock, guarded);
            execution.running().is_timed_out
        })
    }

    /// Wakes one waiter.
    #[track_caller]
    pub fn notify_one(&self, whole: Whole) {
        self.notify(Kind::Notify, whole);
    }

    /// Wakes all waiters.
    #[track_caller]
    pub fn notify_all(&self, whole: Whole) {
        self.notify(Kind::NotifyAll, whole);
    }

    #[track_caller]
    fn notify(&self, kind: Kind, whole: Whole) {
        if runtime::is_inside() {
            let object = self.tag.object(whole, || State::Condvar(vec![]));
            announce(Operation::on(kind, object));
        }
    }
}
