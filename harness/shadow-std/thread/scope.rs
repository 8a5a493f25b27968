//! Threads that end before what they borrow.

use super::handle::Thread;
use super::spawn::Started;
use ::std::cell::{Cell, RefCell};
use ::std::fmt;
use ::std::marker::PhantomData;
use ::std::panic::AssertUnwindSafe;
use ::std::sync::Arc;
use explore::sync::thread as explorer;
use explore::{ThreadId, panics};

/// A thread of a scope, and whether somebody has taken its result.
type Member = (ThreadId, Arc<Joined>);

struct Joined(Cell<bool>);

// SAFETY: the cells below are only touched between two operations, while no other thread
// runs.
unsafe impl Send for Joined {}
// SAFETY: as above.
unsafe impl Sync for Joined {}

pub struct Scope<'scope, 'env: 'scope> {
    members: RefCell<Vec<Member>>,
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

// SAFETY: as above.
unsafe impl Sync for Scope<'_, '_> {}

pub struct ScopedJoinHandle<'scope, T> {
    started: Started<T>,
    joined: Arc<Joined>,
    scope: PhantomData<&'scope ()>,
}

// SAFETY: as std's: the result is handed over, not shared.
unsafe impl<T> Send for ScopedJoinHandle<'_, T> {}
// SAFETY: as above.
unsafe impl<T> Sync for ScopedJoinHandle<'_, T> {}

#[track_caller]
pub fn scope<'env, F, T>(body: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let scope = Scope {
        members: RefCell::default(),
        scope: PhantomData,
        env: PhantomData,
    };
    let result = panics::catch_unwind(AssertUnwindSafe(|| body(&scope)));
    let has_panicked = scope.wait();
    match result {
        Err(payload) => panics::resume_unwind(payload),
        Ok(_) if has_panicked => panic!("a scoped thread panicked"),
        Ok(result) => result,
    }
}

impl<'scope> Scope<'scope, '_> {
    /// Waits for all threads, also those that the waited for still start. Says whether one
    /// panicked that nobody joined.
    #[track_caller]
    fn wait(&self) -> bool {
        let mut has_panicked = false;
        loop {
            let member = {
                let _unseen = explore::unseen();
                self.members.borrow_mut().pop()
            };
            let Some((thread, joined)) = member else {
                return has_panicked;
            };
            let result = explorer::join(thread);
            has_panicked |= result.is_err() && !joined.0.get();
        }
    }

    pub(super) fn start<F, T>(
        &'scope self,
        name: Option<String>,
        body: F,
    ) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        // SAFETY: the scope waits for the thread before `'scope` ends.
        let started = unsafe { Started::new(name, body) };
        let joined = Arc::new(Joined(Cell::new(false)));
        let member = (started.id, joined.clone());
        let unseen = explore::unseen();
        self.members.borrow_mut().push(member);
        drop(unseen);
        ScopedJoinHandle {
            started,
            joined,
            scope: PhantomData,
        }
    }

    #[track_caller]
    pub fn spawn<F, T>(&'scope self, body: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.start(None, body)
    }
}

impl<T> ScopedJoinHandle<'_, T> {
    #[track_caller]
    pub fn join(self) -> super::Result<T> {
        self.joined.0.set(true);
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

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}
