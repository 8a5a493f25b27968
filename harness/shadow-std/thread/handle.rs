//! Threads as they are named and woken.

use super::local::LocalKey;
use crate::time::beyond;
use ::std::cell::OnceCell;
use ::std::fmt;
use ::std::num::NonZero;
use ::std::sync::Arc;
use ::std::time::Duration;
use explore::sync::thread as explorer;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadId(NonZero<u64>);

impl fmt::Debug for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ThreadId").field(&self.0).finish()
    }
}

#[derive(Clone)]
pub struct Thread {
    id: explore::ThreadId,
    name: Option<Arc<str>>,
}

impl Thread {
    pub(super) fn new(id: explore::ThreadId, name: Option<Arc<str>>) -> Self {
        Self { id, name }
    }

    pub fn id(&self) -> ThreadId {
        ThreadId(NonZero::<u64>::MIN.saturating_add(self.id.0.into()))
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    #[track_caller]
    pub fn unpark(&self) {
        explorer::unpark(self.id);
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("id", &self.id())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

static CURRENT: LocalKey<OnceCell<Thread>> = LocalKey::__new(OnceCell::new);

/// Says who the running thread is. Called once, before its body.
pub(super) fn set_current(thread: Thread) {
    let _ = CURRENT.try_with(|current| current.set(thread));
}

pub fn current() -> Thread {
    let unknown = || {
        let id = explorer::current();
        let name = (id == explore::ThreadId::MAIN).then(|| "main".into());
        Thread::new(id, name)
    };
    let known = CURRENT.try_with(|current| current.get_or_init(unknown).clone());
    known.unwrap_or_else(|_| unknown())
}

#[track_caller]
pub fn park() {
    explorer::park(None);
}

#[track_caller]
pub fn park_timeout(limit: Duration) {
    explorer::park(Some(beyond(limit)));
}
