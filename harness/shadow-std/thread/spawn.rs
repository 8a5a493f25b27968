//! Starting threads and waiting for them.

use super::handle::{Thread, set_current};
use ::std::cell::Cell;
use ::std::fmt;
use ::std::sync::Arc;
use explore::sync::thread as explorer;
use explore::{Body, ThreadId};

/// Where a thread leaves what it yields.
struct Slot<T>(Cell<Option<T>>);

// SAFETY: the thread writes before its end, and whoever joins it reads after.
unsafe impl<T: Send> Send for Slot<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Slot<T> {}

/// A thread that was started, and what it will yield.
pub(super) struct Started<T> {
    pub(super) id: ThreadId,
    pub(super) thread: Thread,
    slot: Arc<Slot<T>>,
}

impl<T> Started<T> {
    /// Starts a thread.
    ///
    /// # Safety
    /// The thread ends before what the body and its result borrow, or is abandoned.
    pub(super) unsafe fn new<F: FnOnce() -> T>(name: Option<String>, body: F) -> Self {
        let name: Option<Arc<str>> = name.map(Into::into);
        let slot = Arc::new(Slot(Cell::new(None)));
        let (own_name, own_slot) = (name.clone(), slot.clone());
        let body: Box<dyn FnOnce() + '_> = Box::new(move || {
            set_current(Thread::new(explorer::current(), own_name));
            let result = body();
            own_slot.0.set(Some(result));
        });
        // SAFETY: only the lifetime changes; the caller's promise.
        let body: Body = unsafe { ::std::mem::transmute(body) };
        let id = explorer::spawn(body);
        Self {
            id,
            thread: Thread::new(id, name),
            slot,
        }
    }

    #[track_caller]
    pub(super) fn join(self) -> super::Result<T> {
        explorer::join(self.id)?;
        Ok(self.slot.0.take().expect("it ended without a panic"))
    }
}

pub struct JoinHandle<T> {
    started: Started<T>,
}

// SAFETY: as std's: the result is handed over, not shared.
unsafe impl<T> Send for JoinHandle<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for JoinHandle<T> {}

impl<T> JoinHandle<T> {
    pub(super) fn new(started: Started<T>) -> Self {
        Self { started }
    }

    #[track_caller]
    pub fn join(self) -> super::Result<T> {
        self.started.join()
    }

    pub fn thread(&self) -> &Thread {
        &self.started.thread
    }

    #[track_caller]
    pub fn is_finished(&self) -> bool {
        explorer::is_finished(self.started.id)
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}

#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    // SAFETY: nothing is borrowed.
    JoinHandle::new(unsafe { Started::new(None, body) })
}
